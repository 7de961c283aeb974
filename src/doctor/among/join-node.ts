import type { Backend, FactTypes } from "../../core/facts.ts";
import { spelling } from "./lead-to.ts";

/** What joins backends and addresses to nodes, read of all nodes. */
type NodeRows = ReadonlyMap<
  string,
  { readonly [F in "addresses" | "instanceId" | "interfaceIds"]?: FactTypes["node"][F] }
>;

/** The node that has an address. */
export const nodeAt = (nodes: NodeRows, address: string): string | undefined =>
  [...nodes].find(([, { addresses }]) => addresses?.some((own) => spelling(own) === spelling(address)))?.[0];

/** The node behind a backend: by address, instance id or network interface id. */
export function nodeBehind(
  nodes: NodeRows,
  { address, instanceId, interfaceId }: Backend,
): string | undefined {
  const byAddress = address === undefined ? undefined : nodeAt(nodes, address);
  return (
    byAddress ??
    [...nodes].find(
      ([, node]) =>
        (instanceId !== undefined && node.instanceId === instanceId) ||
        (interfaceId !== undefined && node.interfaceIds?.includes(interfaceId) === true),
    )?.[0]
  );
}
