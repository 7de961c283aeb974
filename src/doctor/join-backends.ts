import type { Backend } from "../core/facts.ts";
import { canonicalAddress, canonicalCidr } from "../core/net.ts";
import type { Topology } from "../core/topology.ts";
import { type NodeIndex, nodeIndex } from "./node-index.ts";

/** The node whose range of pods an address is in. */
function nodeOfPod({ podRanges }: NodeIndex, address: string): string | undefined {
  for (const [bits, ranges] of podRanges) {
    const node = ranges.get(canonicalCidr(`${address}/${bits}`) ?? "");
    if (node !== undefined) return node;
  }
  return undefined;
}

/** Node behind a backend: by address, instance id or network interface id; a pod's by the range of pods. Undefined when nothing joins them. */
export function nodeOf(
  topology: Topology,
  { address, instanceId, interfaceId }: Backend,
): string | undefined {
  const index = nodeIndex(topology);
  return (
    (address === undefined ? undefined : index.byAddress.get(canonicalAddress(address) ?? address)) ??
    (instanceId === undefined ? undefined : index.byInstanceId.get(instanceId)) ??
    (interfaceId === undefined ? undefined : index.byInterfaceId.get(interfaceId)) ??
    (address === undefined ? undefined : nodeOfPod(index, address))
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
