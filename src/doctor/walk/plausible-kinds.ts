import type { Flow } from "../../core/flow.ts";
import type { ForwardingModel, Settings } from "../../core/forwarding.ts";
import { canonicalAddress } from "../../core/net.ts";
import { fold, idsOf, knownValue, type Topology } from "../../core/topology.ts";
import type { PlausibleKind, Trace } from "../../core/trace.ts";
import { assumedBalancer } from "./assume-balancer.ts";
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

/** The topology with a balancer laid over it; made once for all that dial it. */
function under(topology: Topology, flow: Flow, model: string, settings: Settings): Topology {
  const made = assumed.get(topology) ?? new Map<string, Topology>();
  assumed.set(topology, made);
  const { host, port } = flow.target;
  const key = JSON.stringify([host, port, model, settings]);
  const known = made.get(key);
  if (known !== undefined) return known;
  const origin = { kind: "assumed", source: "plausible" } as const;
  const { subjects } = fold(assumedBalancer(topology, { address: host, model, settings, origin }, [port]));
  const laid: Topology = {
    subjects: { ...topology.subjects, balancer: subjects.balancer, listener: subjects.listener },
  };
  made.set(key, laid);
  return laid;
}

type Walk = (topology: Topology, flow: Flow) => Trace;
type Found = Omit<PlausibleKind, "models"> & { readonly model: string };

const DIES = new Set(["martian-source", "reverse-path", "reply-bypass", "dropped"]);

function outcome(
  topology: Topology,
  flow: Flow,
  model: string,
  settings: Settings,
  walk: Walk,
): Found | undefined {
  const { branches, mode } = walk(under(topology, flow, model, settings), flow);
  if (branches.some(({ disposition }) => disposition === "unknown")) return undefined;
  const failing = branches.filter(({ disposition }) => DIES.has(disposition));
  const share = failing.reduce((sum, each) => sum + (each.share ?? 0), 0);
  const stated = Object.entries(settings).map(([name, value]) => `,${name}=${String(value)}`);
  return {
    model,
    share,
    mode,
    disposition: failing[0]?.disposition ?? branches[0]?.disposition ?? "unknown",
    assume: `${flow.target.host}=${model}${stated.join("")}`,
  };
}

/** What may become of a connection to an address of which nobody says what it is: by kind of load balancer that it may be. */
export function plausibleKinds(
  topology: Topology,
  models: ReadonlyMap<string, ForwardingModel>,
  flow: Flow,
  walk: Walk,
): readonly PlausibleKind[] {
  if (!balancedHosts(topology).has(spelling(flow.target.host))) return [];
  const groups = new Map<string, PlausibleKind>();
  for (const each of models.values())
    for (const settings of variantsOf(each)) {
      const found = outcome(topology, flow, each.id, settings, walk);
      if (found === undefined) continue;
      const { model, ...rest } = found;
      const key = JSON.stringify([rest.share.toFixed(6), rest.share > 0 && rest.mode, rest.disposition]);
      const group = groups.get(key) ?? { models: [], ...rest };
      groups.set(key, { ...group, models: [...new Set([...group.models, model])] });
    }
  return [...groups.values()].sort((a, b) => b.share - a.share);
}
