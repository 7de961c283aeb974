import type { CniPlugin } from "../../core/facts.ts";
import type { Flow } from "../../core/flow.ts";
import { idsOf, knownValue, type Topology } from "../../core/topology.ts";
import type { Branch, HopStep } from "../../core/trace.ts";
import { serviceAddresses } from "./service-names.ts";

type Labels = Readonly<Record<string, string>>;

/** A Service without a selector has endpoints that somebody else writes. */
export function selects(selector: Labels = {}, labels: Labels = {}): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
}

/** Whether a client's pods are endpoints of a Service: its selector against the labels that they have in common. */
function isOwnService(topology: Topology, client: string, service: string): boolean {
  if (knownValue(topology, "client", client, "network") !== "pod") return false;
  const namespace = knownValue(topology, "client", client, "namespace");
  if (namespace === undefined || !service.startsWith(`${namespace}/`)) return false;
  const selector = knownValue(topology, "service", service, "selector");
  return selects(selector, knownValue(topology, "client", client, "labels"));
}

/**
 * Plugins that put pods on a bridge. Its ports send nothing back where it came from unless `hairpinMode` says so, which is
 * off by default (containernetworking/plugins plugins/main/bridge/bridge.go); flannel hands the setting on to it.
 */
const ON_BRIDGE: ReadonlySet<string> = new Set(["bridge", "flannel"]);
/** Plugins that are chained behind the one that connects the pod. */
const CHAINED: ReadonlySet<string> = new Set([
  "loopback",
  "portmap",
  "bandwidth",
  "firewall",
  "tuning",
  "sbr",
]);
/** Sets the flag on each port by itself, whatever the configuration says (its `--hairpin-mode`, on Services). */
const SETS_PORTS = "kube-router";

function returns({ type, hairpinMode }: CniPlugin): boolean {
  return ON_BRIDGE.has(type) ? hairpinMode === true : true;
}

/** Whether a pod's packet comes back to it by the port that it left through; undefined where nobody says. */
function comesBack(topology: Topology, node: string): boolean | undefined {
  const all = knownValue(topology, "node", node, "cniPlugins");
  const plugins = (all ?? []).filter(({ type }) => !CHAINED.has(type));
  if (plugins.length === 0) return undefined;
  const verdicts = new Set(plugins.map(returns));
  const isSetElsewhere = (knownValue(topology, "cluster", "cluster", "networks") ?? []).includes(SETS_PORTS);
  if (verdicts.size > 1 || (isSetElsewhere && verdicts.has(false))) return undefined;
  return verdicts.has(true);
}

/** Fates of a connection of a pod to a Service of which it is an endpoint itself; undefined where it is none. */
export function ownServiceBranches(
  topology: Topology,
  flow: Flow,
  service: string,
  steps: readonly HopStep[],
): readonly Branch[] | undefined {
  if (!isOwnService(topology, flow.client, service)) return undefined;
  // What replaces kube-proxy puts a loopback address as source of these (facts on hairpins, sections 4 and 5).
  const isReplaced = knownValue(topology, "cluster", "cluster", "kubeProxyMode") === "none";
  const back = isReplaced ? true : comesBack(topology, flow.node);
  if (back === true) return undefined;
  const endpoints = knownValue(topology, "service", service, "endpoints")?.length ?? 0;
  const base = { via: undefined, missing: [] };
  if (back === undefined || endpoints === 0) {
    const missing = [
      ...(back === undefined ? ["node.cniPlugins"] : []),
      ...(endpoints === 0 ? ["service.endpoints"] : []),
    ];
    return [{ ...base, backend: undefined, share: 1, disposition: "unknown", missing, steps }];
  }
  const itself: HopStep = {
    at: flow.node,
    direction: "request",
    source: flow.node,
    destination: `(pod on ${flow.node})`,
    what: {
      en: "the chosen endpoint is the pod itself: the bridge does not send a frame back through the port it came from",
      zh: "选中的端点就是该 pod 自己：网桥不会把帧从其进入的端口送回",
    },
  };
  const own: Branch = {
    ...base,
    backend: `(itself, on ${flow.node})`,
    share: 1 / endpoints,
    disposition: "dropped",
    steps: [...steps, itself],
  };
  if (endpoints === 1) return [own];
  const others = endpoints - 1;
  return [
    own,
    {
      ...base,
      backend: "(another endpoint)",
      ...(others > 1 ? { alike: others } : {}),
      share: others / endpoints,
      disposition: "delivered",
      steps,
    },
  ];
}

/** Whether a client's configuration names a Service, by its address or by its name inside the cluster. */
function names(topology: Topology, client: string, clusterIp: string): boolean {
  const candidates = knownValue(topology, "client", client, "candidates") ?? [];
  const hosts = [
    ...candidates.map(({ host }) => host),
    ...(knownValue(topology, "client", client, "mentions") ?? []),
  ];
  return hosts.some((host) => host === clusterIp || serviceAddresses(topology, host).includes(clusterIp));
}

/**
 * Pods to their own Service: those that name it, and those that would lose connections if they dialled it. That a pod may
 * dial its Service where all is well, or where nobody knows, is of no interest.
 */
export function ownServiceFlows(topology: Topology): readonly Flow[] {
  const services = new Map<string, string[]>();
  for (const id of idsOf(topology, "service")) {
    const namespace = id.slice(0, id.indexOf("/"));
    services.set(namespace, [...(services.get(namespace) ?? []), id]);
  }
  if (services.size === 0) return [];
  return idsOf(topology, "client").flatMap((client) => {
    const among = services.get(knownValue(topology, "client", client, "namespace") ?? "") ?? [];
    const own = among.filter((service) => isOwnService(topology, client, service));
    if (own.length === 0) return [];
    const nodes = knownValue(topology, "client", client, "nodes") ?? [];
    return own.flatMap((service) => {
      const [host] = knownValue(topology, "service", service, "clusterIps") ?? [];
      const [first] = knownValue(topology, "service", service, "ports") ?? [];
      if (host === undefined || first === undefined || host === "None") return [];
      const target = { host, port: first.port };
      const isReplaced = knownValue(topology, "cluster", "cluster", "kubeProxyMode") === "none";
      const isNamed = names(topology, client, host);
      return nodes.flatMap((node) =>
        isNamed || (!isReplaced && comesBack(topology, node) === false) ? [{ client, node, target }] : [],
      );
    });
  });
}
