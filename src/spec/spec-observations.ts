import type { Origin } from "../core/fact.ts";
import { type Observation, observed } from "../core/observation.ts";
import { type Spec, splitEndpoint } from "../core/spec.ts";

const ORIGIN: Origin = { kind: "specified", source: "spec" };

/** What a spec says of masters and cluster; the load balancer itself is told by its provider. Pure. */
export function* specObservations(spec: Spec): Iterable<Observation> {
  yield observed(
    "cluster",
    "cluster",
    "masters",
    spec.masters.map(({ name }) => name),
    ORIGIN,
  );
  yield observed("cluster", "cluster", "anonymousAuth", spec.kubernetes.anonymousAuth, ORIGIN);
  if (spec.kubernetes.version !== undefined)
    yield observed(
      "cluster",
      "cluster",
      "kubernetesVersion",
      spec.kubernetes.version.replace(/^v/, ""),
      ORIGIN,
    );
  const endpoint = splitEndpoint(spec.controlPlaneEndpoint ?? "");
  if (endpoint !== undefined) {
    // kubeadm's own default for an endpoint without port is its API server's; here the listener's is meant.
    const { host, port = spec.port } = endpoint;
    yield observed("cluster", "cluster", "controlPlaneEndpoint", { host, port }, ORIGIN);
  }
  yield observed(
    "cluster",
    "cluster",
    "apiServerEndpoints",
    spec.masters.map(({ address, port }) => ({ host: address, port })),
    ORIGIN,
  );
  for (const { name, address, instanceId, zone } of spec.masters) {
    yield observed("node", name, "roles", ["master"], ORIGIN);
    yield observed("node", name, "addresses", [address], ORIGIN);
    if (instanceId !== undefined) yield observed("node", name, "instanceId", instanceId, ORIGIN);
    if (zone !== undefined) yield observed("node", name, "zone", zone, ORIGIN);
  }
}
