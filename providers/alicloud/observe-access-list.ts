import type { ObservedResource } from "../../src/core/resource.ts";
import type { Connection } from "./connection.ts";
import type { Owned } from "./find-load-balancer.ts";
import { ownName } from "./ownership.ts";
import { findAccessListId, readAccessList } from "./read-access-list.ts";
import { LOAD_BALANCER } from "./refs.ts";

export async function accessListOf(
  connection: Connection,
  loadBalancerId: string,
  name: string,
  owned: Owned,
): Promise<readonly ObservedResource[]> {
  const found = await findAccessListId(connection, ownName(name));
  const list = found && (await readAccessList(connection, found.id));
  if (found === undefined || list === undefined) return [];
  const props = {
    loadBalancerId: LOAD_BALANCER,
    name: ownName(name),
    ipVersion: found.ipVersion,
    entries: list.entries,
  };
  return [
    { id: "access-list", kind: "access-list", props, outputs: { id: found.id, loadBalancerId }, ...owned },
  ];
}
