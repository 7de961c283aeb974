import type { Flow } from "../../core/flow.ts";
import { canonicalAddress, cidrContains } from "../../core/net.ts";
import { idsOf, knownValue, type Topology } from "../../core/topology.ts";
import { nodeIndex } from "../node-index.ts";
import { resolveHost } from "./resolve-host.ts";

/** Where a dialled host leads. */
export type Target =
  | { readonly kind: "balancer"; readonly balancer: string; readonly addresses: readonly string[] }
  | { readonly kind: "node"; readonly node: string }
  | { readonly kind: "unresolved" };

const spelling = (host: string): string => canonicalAddress(host) ?? host.toLowerCase();

const LOOPBACK = ["127.0.0.0/8", "::1/128"];

interface Led {
  readonly balancer: string;
  /** The address that is dialled, where a single one is. */
  readonly address?: string;
}

const made = new WeakMap<Topology, ReadonlyMap<string, Led>>();

/** Balancers by address, name and id, made once; the first in order of their ids where several claim one. */
function balancers(topology: Topology): ReadonlyMap<string, Led> {
  const known = made.get(topology);
  if (known !== undefined) return known;
  const index = new Map<string, Led>();
  for (const balancer of [...idsOf(topology, "balancer")].reverse()) {
    index.set(spelling(balancer), { balancer });
    for (const name of knownValue(topology, "balancer", balancer, "names") ?? [])
      index.set(spelling(name), { balancer });
    for (const { address } of knownValue(topology, "balancer", balancer, "addresses") ?? [])
      index.set(spelling(address), { balancer, address });
  }
  made.set(topology, index);
  return index;
}

/** The balancer that an address, a name or an id is known to be. */
export const balancerAt = (topology: Topology, host: string): string | undefined =>
  balancers(topology).get(spelling(host))?.balancer;

/** Balancers are found by address, DNS name or id; nodes by address; names as the client is told them. */
export function findTarget(topology: Topology, flow: Flow): Target {
  const hosts = resolveHost(topology, flow.target.host, flow.client, flow.node);
  if (hosts.some((host) => LOOPBACK.some((range) => cidrContains(range, host))))
    return { kind: "node", node: flow.node };
  const index = balancers(topology);
  const led = hosts.flatMap((host) => index.get(spelling(host)) ?? []);
  const [first] = led;
  if (first !== undefined) {
    const own = led.filter(({ balancer }) => balancer === first.balancer);
    const dialled = [...new Set(own.flatMap(({ address }) => address ?? []))];
    const all = () =>
      (knownValue(topology, "balancer", first.balancer, "addresses") ?? []).map(({ address }) => address);
    return {
      kind: "balancer",
      balancer: first.balancer,
      addresses: dialled.length > 0 ? dialled : all(),
    };
  }
  const { byAddress } = nodeIndex(topology);
  const nodes = hosts.flatMap((each) => byAddress.get(spelling(each)) ?? []).sort();
  if (nodes[0] !== undefined) return { kind: "node", node: nodes[0] };
  return { kind: "unresolved" };
}
