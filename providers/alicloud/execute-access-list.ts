import * as z from "zod/mini";
import type { CreateStep, DeleteStep, UpdateStep } from "../../src/core/plan.ts";
import { OWNER_TAG } from "../../src/core/provider.ts";
import { call, callOrFind, orAbsent } from "./call.ts";
import type { Connection } from "./connection.ts";
import type { Executor, Outputs } from "./executor.ts";
import { AlicloudFault } from "./faults.ts";
import {
  addAccessControlListEntry,
  createAccessControlList,
  deleteAccessControlList,
  ENTRIES_PER_CALL,
  removeAccessControlListEntry,
} from "./operations/access-lists.ts";
import { deleteLoadBalancerListener } from "./operations/listeners.ts";
import { chunks, toRequestTags } from "./operations/shapes.ts";
import { accessListProps } from "./props.ts";
import { findAccessListId, readAccessList } from "./read-access-list.ts";
import { readListener } from "./read-one-listener.ts";

type Entries = Readonly<Record<string, string>>;

const json = (batch: readonly (readonly [string, string])[]): string =>
  JSON.stringify(batch.map(([entry, comment]) => (comment === "" ? { entry } : { entry, comment })));

async function add(connection: Connection, AclId: string, entries: Entries): Promise<void> {
  for (const batch of chunks(Object.entries(entries), ENTRIES_PER_CALL))
    await call(connection, addAccessControlListEntry, { AclId, AclEntrys: json(batch) });
}

const without = (entries: Entries, others: Entries): Entries =>
  Object.fromEntries(Object.entries(entries).filter(([key]) => !(key in others)));

async function converge(connection: Connection, AclId: string, wished: Entries): Promise<void> {
  const found = (await readAccessList(connection, AclId))?.entries ?? {};
  // New entries first: a list for whitelisting must never be empty while it is in use.
  await add(connection, AclId, without(wished, found));
  for (const batch of chunks(Object.entries(without(found, wished)), ENTRIES_PER_CALL))
    await call(connection, removeAccessControlListEntry, { AclId, AclEntrys: json(batch) });
}

/**
 * The name `slbctl-<name>` is unique in a region. A list that has it already is one that an earlier run left behind, if
 * no listener of another load balancer uses it; then it is taken over.
 */
async function create(connection: Connection, step: CreateStep): Promise<Outputs> {
  const { loadBalancerId, name, ipVersion, entries } = accessListProps.parse(step.props);
  const owner = name.replace(/^slbctl-/, "");
  const { id, made } = await callOrFind(
    connection,
    async () => {
      const { AclId } = await call(connection, createAccessControlList, {
        AclName: name,
        AddressIPVersion: ipVersion,
        Tag: toRequestTags({ [OWNER_TAG]: owner }),
      });
      return { id: AclId, made: true };
    },
    async () => {
      const found = await findAccessListId(connection, name);
      return found && { id: found.id, made: false };
    },
    ({ fault }) => fault === "input" || fault === "conflict",
  );
  if (made) await add(connection, id, entries);
  else {
    const used = (await readAccessList(connection, id))?.listeners ?? [];
    if (used.some((listener) => listener.loadBalancerId !== loadBalancerId)) throw inUse(name);
    await converge(connection, id, entries);
  }
  return { id, loadBalancerId };
}

const inUse = (name: string): AlicloudFault =>
  new AlicloudFault(
    { fault: "conflict", outcome: "refused" },
    {
      en: `the access list ${name} is used by a listener of another load balancer`,
      zh: `访问控制列表 ${name} 正被其他负载均衡器的监听使用`,
    },
    {
      wireCode: "AclInUse",
      hint: { en: "detach it there first", zh: "请先在那里解除关联" },
    },
  );

async function update(connection: Connection, step: UpdateStep): Promise<Outputs> {
  const { entries } = z.omit(accessListProps, { loadBalancerId: true }).parse(step.props);
  await converge(connection, step.outputs["id"] ?? "", entries);
  return step.outputs;
}

/**
 * A list in use cannot be deleted. Where a listener of ours still uses it, everything is being deleted; the listener
 * goes first, for detaching it instead would open it to everybody. The listener itself is asked whether it does: the
 * list's own account may lag behind a listener that was detached a moment ago and is to stay.
 */
async function remove(connection: Connection, step: DeleteStep): Promise<Outputs> {
  const AclId = step.outputs["id"] ?? "";
  const list = await readAccessList(connection, AclId);
  if (list === undefined) return {};
  for (const { loadBalancerId, port } of list.listeners) {
    if (loadBalancerId !== step.outputs["loadBalancerId"]) throw inUse(AclId);
    const listener = await orAbsent(readListener(connection, loadBalancerId, port));
    if (listener?.acl.id !== AclId) continue;
    await orAbsent(
      call(connection, deleteLoadBalancerListener, {
        LoadBalancerId: loadBalancerId,
        ListenerPort: port,
        ListenerProtocol: "tcp",
      }),
    );
  }
  await orAbsent(call(connection, deleteAccessControlList, { AclId }));
  return {};
}

export const accessList: Executor = { create, update, remove };
