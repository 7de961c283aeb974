import type { Origin } from "../core/fact.ts";
import type { HostPort } from "../core/facts.ts";
import type { Flow } from "../core/flow.ts";
import { type Observation, observed } from "../core/observation.ts";
import { factOf, idsOf, knownValue, type Topology } from "../core/topology.ts";
import { candidateFlows } from "./candidate-flows.ts";
import { ownServiceFlows } from "./walk/own-service.ts";

const KUBEADM: Origin = {
  kind: "default",
  source: "kubeadm: kubelet.conf and kube-proxy's ConfigMap point at controlPlaneEndpoint",
};

/** The address that kubeadm gives to control-plane clients: controlPlaneEndpoint, else each balancer's own. */
function endpoints(topology: Topology): readonly HostPort[] {
  const endpoint = knownValue(topology, "cluster", "cluster", "controlPlaneEndpoint");
  if (endpoint !== undefined) return [endpoint];
  return idsOf(topology, "listener").flatMap((id) => {
    const balancer = knownValue(topology, "listener", id, "balancer");
    const port = knownValue(topology, "listener", id, "port");
    return balancer === undefined || port === undefined ? [] : [{ host: balancer, port }];
  });
}

/**
 * First minor version whose kubelets on masters dial their own API server by default: the gate
 * ControlPlaneKubeletLocalMode is alpha and off in 1.31, on in 1.33 (kubernetes/kubernetes#129956), locked in 1.35.
 */
const LOCAL_KUBELET_MINOR = 33;

/** Minor version of a `v1.30.2` or `1.30.2`; later majors count as newer than all. */
function minorOf(version: string | undefined): number | undefined {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version ?? "") ?? [];
  if (major === undefined || minor === undefined) return undefined;
  return Number(major) > 1 ? Number.POSITIVE_INFINITY : Number(minor);
}

const clusterMinor = (topology: Topology): number | undefined =>
  minorOf(knownValue(topology, "cluster", "cluster", "kubernetesVersion"));

/** True or false where version or setting say so; undefined when neither is known. */
function kubeletsAreLocal(topology: Topology): boolean | undefined {
  const stated = knownValue(topology, "cluster", "cluster", "kubeletLocalMode");
  const minor = clusterMinor(topology);
  return stated ?? (minor === undefined ? undefined : minor >= LOCAL_KUBELET_MINOR);
}

/**
 * controller-manager.conf and scheduler.conf name the local API server since kubernetes/kubernetes#94398, reported as
 * 1.19.1; an unknown version is taken to be newer, as all that are still supported are.
 */
const LOCAL_CONTROLLERS_MINOR = 19;
const CONTROLLERS = ["kube-controller-manager", "kube-scheduler"];

/** Nodes whose own kubeconfig of this kind was read: what it says goes before what kubeadm usually writes. */
function observedOn(topology: Topology, kind: string): ReadonlySet<string> {
  const read = idsOf(topology, "client").filter((id) => id.startsWith(`${kind}/`));
  return new Set(read.flatMap((id) => knownValue(topology, "client", id, "nodes") ?? []));
}

/** Kinds of clients that kubeadm points at the control-plane endpoint on masters. */
function kindsOf(topology: Topology): readonly string[] {
  const isReplaced = knownValue(topology, "cluster", "cluster", "kubeProxyMode") === "none";
  const minor = clusterMinor(topology);
  return [
    ...(kubeletsAreLocal(topology) === true ? [] : ["kubelet"]),
    ...(isReplaced ? [] : ["kube-proxy"]),
    ...(minor !== undefined && minor < LOCAL_CONTROLLERS_MINOR ? CONTROLLERS : []),
  ];
}

/** Nothing but a spec speaks of masters, and no backend is healthy: `kubeadm init` is still to come. */
function isToBeBuilt(topology: Topology): boolean {
  const masters = factOf(topology, "cluster", "cluster", "masters");
  if (masters.state !== "known" || masters.origins.some(({ kind }) => kind !== "specified")) return false;
  return !idsOf(topology, "listener").some((id) =>
    (knownValue(topology, "listener", id, "backends") ?? []).some(({ health }) => health === "healthy"),
  );
}

/**
 * Who dials the control-plane endpoint from a master when kubeadm built it: the kubelet (unless it is local), and
 * kube-proxy, whose one ConfigMap serves all nodes; and first of all `kubeadm init`. All use the host network.
 */
export function* clientsOfMasters(topology: Topology): Iterable<Observation> {
  const masters = idsOf(topology, "node").filter((node) =>
    (knownValue(topology, "node", node, "roles") ?? []).includes("master"),
  );
  const dials = endpoints(topology);
  if (masters.length === 0 || dials.length === 0) return;
  const [first] = masters;
  if (first !== undefined && isToBeBuilt(topology)) {
    yield observed("client", "kubeadm-init", "kind", "kubeadm", KUBEADM);
    yield observed("client", "kubeadm-init", "name", "kubeadm init", KUBEADM);
    yield observed("client", "kubeadm-init", "nodes", [first], KUBEADM);
    yield observed("client", "kubeadm-init", "network", "host", KUBEADM);
    yield observed("client", "kubeadm-init", "dials", dials, KUBEADM);
  }
  for (const kind of kindsOf(topology)) {
    const read = observedOn(topology, kind);
    const nodes = masters.filter((node) => !read.has(node));
    if (nodes.length === 0) continue;
    yield observed("client", kind, "kind", kind, KUBEADM);
    yield observed("client", kind, "name", kind, KUBEADM);
    yield observed("client", kind, "nodes", nodes, KUBEADM);
    yield observed("client", kind, "network", "host", KUBEADM);
    // kube-proxy's ConfigMap, where it was read, says what all of them dial.
    if (knownValue(topology, "client", kind, "dials") === undefined)
      yield observed("client", kind, "dials", dials, KUBEADM);
  }
}

/** Each once: what a client is configured with may also be named in its arguments. */
const distinctFlows = (flows: readonly Flow[]): readonly Flow[] => [
  ...new Map(
    flows.map((flow) => [`${flow.client} ${flow.node} ${flow.target.host} ${flow.target.port}`, flow]),
  ).values(),
];

/** Every client on every node that it runs on, to every address that it dials. */
export function flowsOf(topology: Topology): readonly Flow[] {
  const configured = idsOf(topology, "client").flatMap((client) =>
    (knownValue(topology, "client", client, "nodes") ?? []).flatMap((node) =>
      (knownValue(topology, "client", client, "dials") ?? []).map((target) => ({
        client,
        node,
        target,
        ...(knownValue(topology, "client", client, "kind") === "kubeadm" ? { alone: true as const } : {}),
      })),
    ),
  );
  return distinctFlows([...configured, ...candidateFlows(topology), ...ownServiceFlows(topology)]);
}
