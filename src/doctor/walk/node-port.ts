import type { Backend } from "../../core/facts.ts";
import { idsOf, knownValue, type Topology } from "../../core/topology.ts";
import type { HopStep } from "../../core/trace.ts";
import { nodeOf } from "../join-backends.ts";

const made = new WeakMap<Topology, ReadonlyMap<number, string>>();

/** Services by their NodePorts, which the API server gives to one Service each. */
function byNodePort(topology: Topology): ReadonlyMap<number, string> {
  const known = made.get(topology);
  if (known !== undefined) return known;
  const index = new Map<number, string>();
  for (const id of idsOf(topology, "service"))
    for (const { nodePort, protocol } of knownValue(topology, "service", id, "ports") ?? [])
      if (nodePort !== undefined && protocol === "TCP") index.set(nodePort, id);
  made.set(topology, index);
  return index;
}

const isLocal = (topology: Topology, service: string): boolean =>
  knownValue(topology, "service", service, "externalTrafficPolicy") === "Local";

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

function asSet(nodes: readonly string[]): ReadonlySet<string> {
  const known = sets.get(nodes) ?? new Set(nodes);
  sets.set(nodes, known);
  return known;
}

/** Whether a node hands nothing on: the policy keeps it to endpoints of its own, and it has none. */
function isEmpty(topology: Topology, { port, ...backend }: Backend): boolean {
  const service = byNodePort(topology).get(port);
  if (service === undefined || !isLocal(topology, service)) return false;
  const endpoints = knownValue(topology, "service", service, "endpointNodes");
  const node = nodeOf(topology, { port, ...backend });
  return endpoints !== undefined && node !== undefined && !asSet(endpoints).has(node);
}

const judged = new WeakMap<Topology, WeakMap<readonly Backend[], readonly Backend[]>>();

/**
 * Backends as the health check sees them: a node without an endpoint answers 503 on `healthCheckNodePort`, which
 * controllers of load balancers probe with policy Local. What the load balancer itself says goes before.
 */
export function throughNodePorts(topology: Topology, backends: readonly Backend[]): readonly Backend[] {
  if (byNodePort(topology).size === 0) return backends;
  const all = judged.get(topology) ?? new WeakMap<readonly Backend[], readonly Backend[]>();
  judged.set(topology, all);
  const known = all.get(backends);
  if (known !== undefined) return known;
  const seen = backends.map(
    (each): Backend =>
      (each.health ?? "unknown") === "unknown" && isEmpty(topology, each)
        ? { ...each, health: "unhealthy" }
        : each,
  );
  all.set(backends, seen);
  return seen;
}

/** The second translation, by kube-proxy on the chosen node; undefined where the backend is no NodePort. */
export interface NodePortHop {
  readonly step: HopStep;
  /** The load balancer calls it healthy, although no endpoint is there to answer. */
  readonly contradicts: boolean;
}

export function nodePortHop(
  topology: Topology,
  backend: Backend,
  source: string,
  address: string,
): NodePortHop | undefined {
  const service = byNodePort(topology).get(backend.port);
  const node = nodeOf(topology, backend);
  if (service === undefined || node === undefined) return undefined;
  const what = isLocal(topology, service)
    ? {
        en: `NodePort of Service ${service}, policy Local: kube-proxy keeps the source and hands it to an endpoint on ${node}`,
        zh: `Service ${service} 的 NodePort，策略 Local：kube-proxy 保留源地址，转发到 ${node} 上的端点`,
      }
    : {
        en: `NodePort of Service ${service}, policy Cluster: kube-proxy puts ${node}'s address as source and hands it to any endpoint, whose answer comes back here`,
        zh: `Service ${service} 的 NodePort，策略 Cluster：kube-proxy 以 ${node} 的地址作为源地址转发到任一端点，应答先回到这里`,
      };
  return {
    step: { at: node, direction: "request", source, destination: `${address}:${backend.port}`, what },
    contradicts: isEmpty(topology, backend),
  };
}
