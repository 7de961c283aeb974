import type { Diagnosis } from "../core/finding.ts";
import { type Observation, observed } from "../core/observation.ts";
import type { ProviderDescriptor } from "../core/provider.ts";
import type { ResourceGraph } from "../core/resource.ts";
import type { Spec } from "../core/spec.ts";
import { fold, idsOf, type Topology } from "../core/topology.ts";
import { diagnose } from "../doctor/diagnose.ts";
import { clientsOfMasters, flowsOf } from "../doctor/flows-of-masters.ts";
import { rules } from "../doctor/rules/index.gen.ts";
import { specObservations } from "../spec/spec-observations.ts";

/** The topology with the clients that kubeadm puts on its masters. */
export function withMasterClients(observations: readonly Observation[]): Topology {
  const bare = fold(observations);
  return fold([...observations, ...clientsOfMasters(bare)]);
}

/** What a spec promises: its load balancer as compiled, its masters, and that the endpoint's name leads there. */
export async function specTopologyObservations(
  spec: Spec,
  descriptor: ProviderDescriptor,
  graph: ResourceGraph,
): Promise<readonly Observation[]> {
  const balancer = [...((await descriptor.evidence?.())?.topology?.(graph) ?? [])];
  const endpoint = [...specObservations(spec)];
  const host = endpoint.find(({ fact }) => fact === "controlPlaneEndpoint")?.reading;
  const name = host?.known === true ? (host.value as { host: string }).host : undefined;
  const ids = idsOf(fold(balancer), "balancer");
  const names =
    name === undefined
      ? []
      : ids.map((id) => observed("balancer", id, "names", [name], { kind: "specified", source: "spec" }));
  return [...balancer, ...endpoint, ...names];
}

export const diagnoseWith = (topology: Topology, descriptors: readonly ProviderDescriptor[]): Diagnosis =>
  diagnose(topology, {
    models: new Map(descriptors.flatMap(({ models }) => models.map((model) => [model.id, model] as const))),
    rules,
    flows: flowsOf,
  });

/** The doctor's rules on what a spec compiles to: the only source of `create`'s warnings. */
export const judgeSpec = async (
  spec: Spec,
  descriptor: ProviderDescriptor,
  graph: ResourceGraph,
): Promise<Diagnosis> =>
  diagnoseWith(withMasterClients(await specTopologyObservations(spec, descriptor, graph)), [descriptor]);
