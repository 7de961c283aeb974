import type { Backend, FactTypes } from "../../core/facts.ts";
import { spelling } from "./lead-to.ts";

/** What joins backends and addresses to nodes, read of all nodes. */
type NodeRows = ReadonlyMap<
  string,
  { readonly [F in "addresses" | "instanceId" | "interfaceIds"]?: FactTypes["node"][F] }
>;

interface Index {
  readonly byAddress: ReadonlyMap<string, string>;
  /** By instance id and by network interface id, which never look alike. */
  readonly byCloudId: ReadonlyMap<string, string>;
}

const made = new WeakMap<NodeRows, Index>();

/** Made once for all backends: thousands of them against thousands of nodes would be millions of comparisons. */
function indexOf(nodes: NodeRows): Index {
  const known = made.get(nodes);
  if (known !== undefined) return known;
  const byAddress = new Map<string, string>();
  const byCloudId = new Map<string, string>();
  const put = (map: Map<string, string>, key: string, node: string) => {
    if (!map.has(key)) map.set(key, node);
  };
  for (const [id, { addresses, instanceId, interfaceIds }] of nodes) {
    for (const address of addresses ?? []) put(byAddress, spelling(address), id);
    for (const own of [...(instanceId === undefined ? [] : [instanceId]), ...(interfaceIds ?? [])])
      put(byCloudId, own, id);
  }
  const index = { byAddress, byCloudId };
  made.set(nodes, index);
  return index;
}

/** The node that has an address. */
export const nodeAt = (nodes: NodeRows, address: string): string | undefined =>
  indexOf(nodes).byAddress.get(spelling(address));

/** The node behind a backend: by address, instance id or network interface id. */
export function nodeBehind(
  nodes: NodeRows,
  { address, instanceId, interfaceId }: Backend,
): string | undefined {
  const { byCloudId } = indexOf(nodes);
  return (
    (address === undefined ? undefined : nodeAt(nodes, address)) ??
    (instanceId === undefined ? undefined : byCloudId.get(instanceId)) ??
    (interfaceId === undefined ? undefined : byCloudId.get(interfaceId))
  );
}
