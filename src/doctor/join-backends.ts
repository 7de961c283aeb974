import type { Backend } from "../core/facts.ts";
import { canonicalAddress } from "../core/net.ts";
import type { Topology } from "../core/topology.ts";
import { nodeIndex } from "./node-index.ts";

/** Node behind a backend: by address, instance id or network interface id. Undefined when nothing joins them. */
export function nodeOf(
  topology: Topology,
  { address, instanceId, interfaceId }: Backend,
): string | undefined {
  const index = nodeIndex(topology);
  return (
    (address === undefined ? undefined : index.byAddress.get(canonicalAddress(address) ?? address)) ??
    (instanceId === undefined ? undefined : index.byInstanceId.get(instanceId)) ??
    (interfaceId === undefined ? undefined : index.byInterfaceId.get(interfaceId))
  );
}

/** A name for people: the joined node, else what the balancer calls it. */
export const backendName = (topology: Topology, backend: Backend): string =>
  nodeOf(topology, backend) ??
  backend.name ??
  backend.instanceId ??
  backend.address ??
  backend.interfaceId ??
  "?";
