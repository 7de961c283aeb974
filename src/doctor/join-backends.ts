import type { Backend } from "../core/facts.ts";
import { canonicalAddress } from "../core/net.ts";
import { idsOf, knownValue, type Topology } from "../core/topology.ts";

/** Node behind a backend: by address, instance id or network interface id. Undefined when nothing joins them. */
export function nodeOf(topology: Topology, backend: Backend): string | undefined {
  const address = backend.address === undefined ? undefined : canonicalAddress(backend.address);
  return idsOf(topology, "node").find((node) => {
    const addresses = knownValue(topology, "node", node, "addresses") ?? [];
    if (address !== undefined && addresses.some((own) => canonicalAddress(own) === address)) return true;
    if (
      backend.instanceId !== undefined &&
      knownValue(topology, "node", node, "instanceId") === backend.instanceId
    )
      return true;
    const interfaces = knownValue(topology, "node", node, "interfaceIds") ?? [];
    return backend.interfaceId !== undefined && interfaces.includes(backend.interfaceId);
  });
}

/** A name for people: the joined node, else what the balancer calls it. */
export const backendName = (topology: Topology, backend: Backend): string =>
  nodeOf(topology, backend) ??
  backend.name ??
  backend.instanceId ??
  backend.address ??
  backend.interfaceId ??
  "?";
