import type { HealthShim } from "../companions/health-shim/health-shim.ts";
import type { ProviderDescriptor } from "../core/provider.ts";
import type { ResourceGraph } from "../core/resource.ts";
import type { Spec } from "../core/spec.ts";
import { fold, idsOf, knownValue } from "../core/topology.ts";
import { specTopologyObservations } from "./judge.ts";

/** The health shim that a compiled spec counts on; undefined where the load balancer asks the API server itself. */
export async function healthShimOf(
  spec: Spec,
  descriptor: ProviderDescriptor,
  graph: ResourceGraph,
): Promise<HealthShim | undefined> {
  const topology = fold(await specTopologyObservations(spec, descriptor, graph));
  const check = idsOf(topology, "listener")
    .map((id) => knownValue(topology, "listener", id, "healthCheck"))
    .find((healthCheck) => healthCheck?.shim === true);
  if (check === undefined) return undefined;
  return {
    name: spec.name,
    port: check.port,
    path: check.path ?? "/healthz",
    masters: spec.masters.map(({ name, port }) => ({ name, port })),
    anonymousAuth: spec.kubernetes.anonymousAuth,
  };
}
