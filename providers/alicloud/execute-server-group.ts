import * as z from "zod/mini";
import type { CreateStep, DeleteStep, UpdateStep } from "../../src/core/plan.ts";
import { OWNER_TAG } from "../../src/core/provider.ts";
import { call, callOrFind, orAbsent } from "./call.ts";
import { changedTags } from "./changed-tags.ts";
import type { Connection } from "./connection.ts";
import type { Executor, Outputs } from "./executor.ts";
import {
  addVServerGroupBackendServers,
  createVServerGroup,
  deleteVServerGroup,
  describeVServerGroupAttribute,
  describeVServerGroups,
  removeVServerGroupBackendServers,
  setVServerGroupAttribute,
} from "./operations/backends.ts";
import { chunks, SERVERS_PER_CALL, serverJson, toRequestTags } from "./operations/shapes.ts";
import { tagResources } from "./operations/tags.ts";
import { serverGroupProps } from "./props.ts";
import { type Servers, serversByIdAndPort } from "./read-servers.ts";
import { addServers, convergeServers, type ServerPool } from "./server-pool.ts";

const json = (servers: Servers): string =>
  serverJson(
    Object.entries(servers).map(([key, { weight, description }]) => {
      const [ServerId = key, Port = ""] = key.split(":");
      return {
        ServerId,
        Port,
        Weight: `${weight}`,
        ...(description === undefined ? {} : { Description: description }),
      };
    }),
  );

function poolOf(connection: Connection, VServerGroupId: string): ServerPool {
  return {
    async read() {
      const answer = await orAbsent(call(connection, describeVServerGroupAttribute, { VServerGroupId }));
      return serversByIdAndPort(answer?.BackendServers ?? []);
    },
    add: (servers) =>
      call(connection, addVServerGroupBackendServers, { VServerGroupId, BackendServers: json(servers) }),
    set: (servers) =>
      call(connection, setVServerGroupAttribute, { VServerGroupId, BackendServers: json(servers) }),
    remove: (servers) =>
      call(connection, removeVServerGroupBackendServers, { VServerGroupId, BackendServers: json(servers) }),
  };
}

/** The creation carries the first servers. A second one would be a second group, so a lost answer is looked up by tag. */
async function create(connection: Connection, step: CreateStep): Promise<Outputs> {
  const { loadBalancerId: LoadBalancerId, name, servers, tags } = serverGroupProps.parse(step.props);
  const [first = [], ...rest] = chunks(Object.entries(servers), SERVERS_PER_CALL);
  const { VServerGroupId } = await callOrFind(
    connection,
    () =>
      call(connection, createVServerGroup, {
        LoadBalancerId,
        VServerGroupName: name,
        BackendServers: json(Object.fromEntries(first)),
        Tag: toRequestTags(tags),
      }),
    async () => {
      const { VServerGroups } = await call(connection, describeVServerGroups, { LoadBalancerId });
      return VServerGroups.find(({ Tags }) => Tags[OWNER_TAG] === tags[OWNER_TAG]);
    },
  );
  await addServers(connection, poolOf(connection, VServerGroupId), Object.fromEntries(rest.flat()));
  return { id: VServerGroupId, loadBalancerId: LoadBalancerId };
}

async function update(connection: Connection, step: UpdateStep): Promise<Outputs> {
  const { name, servers, tags } = z.omit(serverGroupProps, { loadBalancerId: true }).parse(step.props);
  const VServerGroupId = step.outputs["id"] ?? "";
  const changed = changedTags(step, tags);
  if (Object.keys(changed).length > 0)
    await call(connection, tagResources, {
      ResourceType: "vservergroup",
      ResourceId: [VServerGroupId],
      Tag: toRequestTags(changed),
    });
  if (step.changes.some(({ path }) => path === "name"))
    await call(connection, setVServerGroupAttribute, { VServerGroupId, VServerGroupName: name });
  if (step.changes.some(({ path }) => path === "servers" || path.startsWith("servers.")))
    await convergeServers(connection, poolOf(connection, VServerGroupId), servers);
  return step.outputs;
}

/** A listener that lets go of the group only a moment ago delays this (RspoolVipExist), which is retried. */
async function remove(connection: Connection, step: DeleteStep): Promise<Outputs> {
  await orAbsent(call(connection, deleteVServerGroup, { VServerGroupId: step.outputs["id"] ?? "" }));
  return {};
}

export const serverGroup: Executor = { create, update, remove };
