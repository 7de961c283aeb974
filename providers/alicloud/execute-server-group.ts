import type { CreateStep, DeleteStep, UpdateStep } from "../../src/core/plan.ts";
import { OWNER_TAG } from "../../src/core/provider.ts";
import { call, callOrFind, orAbsent } from "./call.ts";
import { changedTags } from "./changed-tags.ts";
import type { Connection } from "./connection.ts";
import type { AlicloudFault } from "./faults.ts";
import {
  addVServerGroupBackendServers,
  createVServerGroup,
  deleteVServerGroup,
  describeVServerGroupAttribute,
  describeVServerGroups,
  removeVServerGroupBackendServers,
  setVServerGroupAttribute,
} from "./operations/backends.ts";
import {
  chunks,
  SERVERS_PER_CALL,
  type ServerEntry,
  serverJson,
  toRequestTags,
} from "./operations/shapes.ts";
import { tagResources } from "./operations/tags.ts";
import { serverGroupProps } from "./props.ts";
import { type Servers, serversByIdAndPort } from "./read-servers.ts";
import { serverChanges } from "./server-changes.ts";

type Outputs = Readonly<Record<string, string>>;

const entries = (servers: Servers): readonly ServerEntry[] =>
  Object.entries(servers).map(([key, { weight, description }]) => {
    const [ServerId = key, Port = ""] = key.split(":");
    return {
      ServerId,
      Port,
      Weight: `${weight}`,
      ...(description === undefined ? {} : { Description: description }),
    };
  });

async function readServers(connection: Connection, VServerGroupId: string): Promise<Servers> {
  const answer = await orAbsent(call(connection, describeVServerGroupAttribute, { VServerGroupId }));
  return serversByIdAndPort(answer?.BackendServers ?? []);
}

const mayBeThere = ({ fault }: AlicloudFault): boolean => fault === "input" || fault === "conflict";

async function add(connection: Connection, VServerGroupId: string, servers: Servers): Promise<void> {
  for (const batch of chunks(Object.entries(servers), SERVERS_PER_CALL)) {
    let missing: Servers = Object.fromEntries(batch);
    await callOrFind(
      connection,
      () =>
        call(connection, addVServerGroupBackendServers, {
          VServerGroupId,
          BackendServers: serverJson(entries(missing)),
        }),
      async () => {
        missing = serverChanges(missing, await readServers(connection, VServerGroupId)).add;
        return Object.keys(missing).length === 0 ? {} : undefined;
      },
      mayBeThere,
    );
  }
}

/** Makes the group hold exactly these servers, from whatever it holds. */
async function converge(connection: Connection, VServerGroupId: string, servers: Servers): Promise<void> {
  const changes = serverChanges(servers, await readServers(connection, VServerGroupId));
  await add(connection, VServerGroupId, changes.add);
  for (const batch of chunks(entries(changes.set), SERVERS_PER_CALL))
    await call(connection, setVServerGroupAttribute, { VServerGroupId, BackendServers: serverJson(batch) });
  for (const batch of chunks(entries(changes.remove), SERVERS_PER_CALL))
    await call(connection, removeVServerGroupBackendServers, {
      VServerGroupId,
      BackendServers: serverJson(batch),
    });
}

/** The creation carries the first servers. A second one would be a second group, so a lost answer is looked up by tag. */
export async function create(connection: Connection, step: CreateStep): Promise<Outputs> {
  const { loadBalancerId: LoadBalancerId, name, servers, tags } = serverGroupProps.parse(step.props);
  const [first = [], ...rest] = chunks(Object.entries(servers), SERVERS_PER_CALL);
  const { VServerGroupId } = await callOrFind(
    connection,
    () =>
      call(connection, createVServerGroup, {
        LoadBalancerId,
        VServerGroupName: name,
        BackendServers: serverJson(entries(Object.fromEntries(first))),
        Tag: toRequestTags(tags),
      }),
    async () => {
      const { VServerGroups } = await call(connection, describeVServerGroups, { LoadBalancerId });
      return VServerGroups.find(({ Tags }) => Tags[OWNER_TAG] === tags[OWNER_TAG]);
    },
  );
  await add(connection, VServerGroupId, Object.fromEntries(rest.flat()));
  return { id: VServerGroupId, loadBalancerId: LoadBalancerId };
}

export async function update(connection: Connection, step: UpdateStep): Promise<Outputs> {
  const { name, servers, tags } = serverGroupProps.omit({ loadBalancerId: true }).parse(step.props);
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
    await converge(connection, VServerGroupId, servers);
  return step.outputs;
}

/** A listener that lets go of the group only a moment ago delays this (RspoolVipExist), which is retried. */
export async function remove(connection: Connection, step: DeleteStep): Promise<Outputs> {
  await orAbsent(call(connection, deleteVServerGroup, { VServerGroupId: step.outputs["id"] ?? "" }));
  return {};
}
