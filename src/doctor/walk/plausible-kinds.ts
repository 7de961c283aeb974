import type { Flow } from "../../core/flow.ts";
import type { ForwardingModel, Settings } from "../../core/forwarding.ts";
import { canonicalAddress } from "../../core/net.ts";
import { fold, idsOf, knownValue, type Topology } from "../../core/topology.ts";
import type { PlausibleKind, Trace } from "../../core/trace.ts";
import { nodeOf } from "../join-backends.ts";
import { apiServers, assumedBalancer } from "./assume-balancer.ts";
import { variantsOf } from "./model-settings.ts";

const spelling = (host: string): string => canonicalAddress(host) ?? host.toLowerCase();

const endpoints = new WeakMap<Topology, ReadonlySet<string>>();

/** The control-plane endpoint, and what the kubelets of several masters dial: there is a load balancer behind these. */
function balancedHosts(topology: Topology): ReadonlySet<string> {
  const known = endpoints.get(topology);
  if (known !== undefined) return known;
  const masters = new Set(
    idsOf(topology, "node").filter((node) => knownValue(topology, "node", node, "roles")?.includes("master")),
  );
  const dialledBy = new Map<string, Set<string>>();
  for (const client of idsOf(topology, "client")) {
    if (knownValue(topology, "client", client, "kind") !== "kubelet") continue;
    const nodes = (knownValue(topology, "client", client, "nodes") ?? []).filter((node) => masters.has(node));
    for (const { host } of knownValue(topology, "client", client, "dials") ?? [])
      dialledBy.set(spelling(host), new Set([...(dialledBy.get(spelling(host)) ?? []), ...nodes]));
  }
  const endpoint = knownValue(topology, "cluster", "cluster", "controlPlaneEndpoint");
  const found = new Set([
    ...[...dialledBy].flatMap(([host, nodes]) => (nodes.size > 1 ? [host] : [])),
    ...(endpoint === undefined ? [] : [spelling(endpoint.host)]),
  ]);
  endpoints.set(topology, found);
  return found;
}

const assumed = new WeakMap<Topology, Map<string, Topology>>();

/** What is assumed of which address. */
interface Guess {
  readonly address: string;
  readonly model: string;
  readonly settings: Settings;
}

/** The topology with a balancer laid over it; made once for all that dial it. */
function under(topology: Topology, { address, model, settings }: Guess, port: number): Topology {
  const made = assumed.get(topology) ?? new Map<string, Topology>();
  assumed.set(topology, made);
  const key = JSON.stringify([address, port, model, settings]);
  const known = made.get(key);
  if (known !== undefined) return known;
  const origin = { kind: "assumed", source: "plausible" } as const;
  const { subjects } = fold(assumedBalancer(topology, { address, model, settings, origin }, [port]));
  const laid: Topology = {
    subjects: { ...topology.subjects, balancer: subjects.balancer, listener: subjects.listener },
  };
  made.set(key, laid);
  return laid;
}

type Models = ReadonlyMap<string, ForwardingModel>;
type Walk = (topology: Topology, flow: Flow) => Trace;
type Found = Omit<PlausibleKind, "models"> & { readonly model: string };

const DIES = new Set(["martian-source", "reverse-path", "reply-bypass", "dropped"]);

function outcome(topology: Topology, flow: Flow, guess: Guess, walk: Walk): Found | undefined {
  const { address, model, settings } = guess;
  const { branches, mode } = walk(under(topology, guess, flow.target.port), flow);
  if (branches.some(({ disposition }) => disposition === "unknown")) return undefined;
  const failing = branches.filter(({ disposition }) => DIES.has(disposition));
  const share = failing.reduce((sum, each) => sum + (each.share ?? 0), 0);
  const stated = Object.entries(settings).map(([name, value]) => `,${name}=${String(value)}`);
  return {
    model,
    share,
    mode,
    disposition: failing[0]?.disposition ?? branches[0]?.disposition ?? "unknown",
    assume: `${address}=${model}${stated.join("")}`,
  };
}

function outcomes(topology: Topology, models: Models, flow: Flow, address: string, walk: Walk) {
  const groups = new Map<string, PlausibleKind>();
  for (const each of models.values())
    for (const settings of variantsOf(each)) {
      const found = outcome(topology, flow, { address, model: each.id, settings }, walk);
      if (found === undefined) continue;
      const { model, ...rest } = found;
      const key = JSON.stringify([rest.share.toFixed(6), rest.share > 0 && rest.mode, rest.disposition]);
      const group = groups.get(key) ?? { models: [], ...rest };
      groups.set(key, { ...group, models: [...new Set([...group.models, model])] });
    }
  return [...groups.values()].sort((a, b) => b.share - a.share);
}

const behind = new WeakMap<Topology, ReadonlySet<string>>();

/** Nodes that would be backends, and those that own an address more: what becomes of their connections is their own. */
function isPeculiar(topology: Topology, flow: Flow): boolean {
  const known =
    behind.get(topology) ?? new Set(apiServers(topology).flatMap((each) => nodeOf(topology, each) ?? []));
  behind.set(topology, known);
  const network = knownValue(topology, "client", flow.client, "network") ?? "host";
  const vips = knownValue(topology, "node", flow.node, "localVips") ?? [];
  return known.has(flow.node) || network !== "host" || vips.length > 0 || flow.alone === true;
}

const shared = new WeakMap<Topology, Map<string, readonly PlausibleKind[]>>();

/**
 * What may become of a connection to an address of which nobody says what it is: by kind of load balancer that it may be.
 * All nodes of a subnet that are no backends fare alike, and are walked for once: there may be thousands.
 */
export function plausibleKinds(
  topology: Topology,
  models: Models,
  flow: Flow,
  address: string,
  walk: Walk,
): readonly PlausibleKind[] {
  const { host, port } = flow.target;
  if (!balancedHosts(topology).has(spelling(host))) return [];
  if (isPeculiar(topology, flow)) return outcomes(topology, models, flow, address, walk);
  const made = shared.get(topology) ?? new Map<string, readonly PlausibleKind[]>();
  shared.set(topology, made);
  const subnet = knownValue(topology, "node", flow.node, "subnet");
  const key = JSON.stringify([address, host, port, flow.outside === true, subnet]);
  const known = made.get(key) ?? outcomes(topology, models, flow, address, walk);
  made.set(key, known);
  return known;
}
