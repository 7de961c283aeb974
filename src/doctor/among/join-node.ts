import type { Backend, FactTypes } from "../../core/facts.ts";
import { spelling } from "./lead-to.ts";

/** What joins addresses, and what joins backends, to nodes, read of all nodes. */
type Addresses = ReadonlyMap<string, { readonly addresses?: FactTypes["node"]["addresses"] }>;
type CloudIds = ReadonlyMap<string, { readonly [F in "instanceId" | "interfaceIds"]?: FactTypes["node"][F] }>;

const first = (pairs: Iterable<readonly [string, string]>): ReadonlyMap<string, string> => {
  const map = new Map<string, string>();
  for (const [key, node] of pairs) if (!map.has(key)) map.set(key, node);
  return map;
};

const byAddress = new WeakMap<Addresses, ReadonlyMap<string, string>>();
/** By instance id and by network interface id, which never look alike. */
const byCloudId = new WeakMap<CloudIds, ReadonlyMap<string, string>>();

/** Made once for all backends: thousands of them against thousands of nodes would be millions of comparisons. */
function addressIndex(nodes: Addresses): ReadonlyMap<string, string> {
  const index =
    byAddress.get(nodes) ??
    first(
      [...nodes].flatMap(([id, { addresses }]) =>
        (addresses ?? []).map((address) => [spelling(address), id] as const),
      ),
    );
  byAddress.set(nodes, index);
  return index;
}

function cloudIndex(nodes: CloudIds): ReadonlyMap<string, string> {
  const index =
    byCloudId.get(nodes) ??
    first(
      [...nodes].flatMap(([id, { instanceId, interfaceIds }]) =>
        [...(instanceId === undefined ? [] : [instanceId]), ...(interfaceIds ?? [])].map(
          (own) => [own, id] as const,
        ),
      ),
    );
  byCloudId.set(nodes, index);
  return index;
}

/** The node that has an address. */
export const nodeAt = (nodes: Addresses, address: string): string | undefined =>
  addressIndex(nodes).get(spelling(address));

/** The node behind a backend: by address, instance id or network interface id. */
export function nodeBehind(
  nodes: Addresses & CloudIds,
  { address, instanceId, interfaceId }: Backend,
): string | undefined {
  const index = cloudIndex(nodes);
  return (
    (address === undefined ? undefined : nodeAt(nodes, address)) ??
    (instanceId === undefined ? undefined : index.get(instanceId)) ??
    (interfaceId === undefined ? undefined : index.get(interfaceId))
  );
}
