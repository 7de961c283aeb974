import type { HostPort } from "../../core/facts.ts";
import { canonicalAddress } from "../../core/net.ts";
import { idsOf, knownValue, type Topology } from "../../core/topology.ts";
import { nodeIndex } from "../node-index.ts";

/** Where a dialled host leads. */
export type Target =
  | { readonly kind: "balancer"; readonly balancer: string; readonly addresses: readonly string[] }
  | { readonly kind: "node"; readonly node: string }
  | { readonly kind: "unresolved" };

const same = (a: string, b: string): boolean =>
  a.toLowerCase() === b.toLowerCase() || (canonicalAddress(a) ?? a) === (canonicalAddress(b) ?? b);

/** Balancers are found by address, DNS name or title; nodes by address; other names through `name` facts. */
export function findTarget(topology: Topology, { host }: HostPort): Target {
  const resolved = knownValue(topology, "name", host.toLowerCase(), "addresses");
  const hosts = resolved === undefined ? [host] : [host, ...resolved];
  for (const id of idsOf(topology, "balancer")) {
    const addresses = (knownValue(topology, "balancer", id, "addresses") ?? []).map(({ address }) => address);
    const names = knownValue(topology, "balancer", id, "names") ?? [];
    const dialled = addresses.filter((address) => hosts.some((each) => same(each, address)));
    if (dialled.length > 0) return { kind: "balancer", balancer: id, addresses: dialled };
    if (id === host || names.some((name) => same(name, host)))
      return { kind: "balancer", balancer: id, addresses };
  }
  const { byAddress } = nodeIndex(topology);
  const nodes = hosts.flatMap((each) => byAddress.get(canonicalAddress(each) ?? each) ?? []).sort();
  if (nodes[0] !== undefined) return { kind: "node", node: nodes[0] };
  return { kind: "unresolved" };
}
