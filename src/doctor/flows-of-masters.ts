import type { Origin } from "../core/fact.ts";
import type { HostPort } from "../core/facts.ts";
import type { Flow } from "../core/flow.ts";
import { type Observation, observed } from "../core/observation.ts";
import { factOf, idsOf, knownValue, type Topology } from "../core/topology.ts";
import { candidateFlows } from "./candidate-flows.ts";

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

/** True or false where version or setting say so; undefined when neither is known. */
function kubeletsAreLocal(topology: Topology): boolean | undefined {
  const stated = knownValue(topology, "cluster", "cluster", "kubeletLocalMode");
  if (stated !== undefined) return stated;
  const version = knownValue(topology, "cluster", "cluster", "kubernetesVersion");
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version ?? "") ?? [];
  if (major === undefined || minor === undefined) return undefined;
  return Number(major) > 1 || Number(minor) >= LOCAL_KUBELET_MINOR;
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
  const kinds = kubeletsAreLocal(topology) === true ? ["kube-proxy"] : ["kubelet", "kube-proxy"];
  const [first] = masters;
  if (first !== undefined && isToBeBuilt(topology)) {
    yield observed("client", "kubeadm-init", "kind", "kubeadm", KUBEADM);
    yield observed("client", "kubeadm-init", "name", "kubeadm init", KUBEADM);
    yield observed("client", "kubeadm-init", "nodes", [first], KUBEADM);
    yield observed("client", "kubeadm-init", "network", "host", KUBEADM);
    yield observed("client", "kubeadm-init", "dials", dials, KUBEADM);
  }
  for (const kind of kinds) {
    yield observed("client", kind, "kind", kind, KUBEADM);
    yield observed("client", kind, "name", kind, KUBEADM);
    yield observed("client", kind, "nodes", masters, KUBEADM);
    yield observed("client", kind, "network", "host", KUBEADM);
    yield observed("client", kind, "dials", dials, KUBEADM);
  }
}

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
  return [...configured, ...candidateFlows(topology)];
}
