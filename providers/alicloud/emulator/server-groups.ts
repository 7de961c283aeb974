import { totalOf } from "./backends.ts";
import { type Call, listenersOfGroup, loadBalancer, type Operation, serverGroup, writes } from "./call.ts";
import { forgetAbsent } from "./health.ts";
import { required, text } from "./parameters.ts";
import {
  changeServers,
  newServers,
  readEntries,
  type ServerEntry,
  sameServer,
  serverFields,
} from "./servers.ts";
import type { LoadBalancer, Server, ServerGroup } from "./state.ts";
import { tags } from "./tags.ts";
import type { Fields } from "./wire/answer.ts";
import { invalid, Refusal } from "./wire/refusal.ts";

const groupName = text({ pattern: /^[A-Za-z0-9\u4e00-\u9fff._/-]{1,80}$/ });
const VServerGroupId = required(text());
const BackendServers = required(text());

const answerOf = ({ id, servers }: Pick<ServerGroup, "id" | "servers">): Fields => ({
  VServerGroupId: id,
  BackendServers: { BackendServer: servers.map((server) => serverFields(server, "number")) },
});

/** Entries of a vServer group, each with its port. */
function entriesOf(json: string): readonly ServerEntry[] {
  const entries = readEntries(json, "vserver");
  if (entries.some(({ port }) => port === undefined))
    throw invalid("The specified BackendServers is invalid, as the Port value should be in [1, 65535].");
  return entries;
}

interface Home {
  readonly balancer: LoadBalancer;
  readonly total: number;
}

const homeOf = (id: string, call: Call): Home => {
  const balancer = loadBalancer(id, call);
  return { balancer, total: totalOf(balancer, call) };
};

function create(
  input: { LoadBalancerId: string; VServerGroupName: string | undefined; BackendServers: string | undefined },
  own: ServerGroup["tags"],
  call: Call,
): Fields {
  const { state, world, now, newId } = call;
  const home = homeOf(input.LoadBalancerId, call);
  const entries = input.BackendServers === undefined ? [] : entriesOf(input.BackendServers);
  const group: ServerGroup = {
    id: `rsp-bp1${newId(16)}`,
    loadBalancerId: home.balancer.id,
    region: home.balancer.region,
    createdAtMs: now,
    name: input.VServerGroupName ?? "default-group",
    servers: [...newServers(entries, [], { ...home, world })],
    tags: own,
  };
  state.serverGroups.push(group);
  return answerOf(group);
}

const isOneOf = (entries: readonly ServerEntry[]) => (server: Server) =>
  entries.some((entry) => sameServer(server, entry));

/** Takes some members out and puts others in; refuses before anything is changed. */
function exchange(
  group: ServerGroup,
  out: readonly ServerEntry[],
  into: readonly ServerEntry[],
  call: Call,
): void {
  const { balancer, total } = homeOf(group.loadBalancerId, call);
  const kept = group.servers.filter((server) => !isOneOf(out)(server));
  const left = total - (group.servers.length - kept.length);
  group.servers = [...kept, ...newServers(into, kept, { balancer, total: left, world: call.world })];
  forgetAbsent(call.state, balancer);
}

const changesMembers = (
  change: (group: ServerGroup, entries: readonly ServerEntry[], call: Call) => void,
): Operation =>
  writes("in-region", { VServerGroupId, BackendServers }, (input, call) => {
    const group = serverGroup(input.VServerGroupId, call);
    change(group, entriesOf(input.BackendServers), call);
    return answerOf(group);
  });

function remove(group: ServerGroup, call: Call): Fields {
  if (listenersOfGroup(group, call).length > 0)
    throw new Refusal("RspoolVipExist", "there are vips associating with this vServer group.");
  call.state.serverGroups = call.state.serverGroups.filter((each) => each !== group);
  return {};
}

export const serverGroupOperations: Readonly<Record<string, Operation>> = {
  /** Neither idempotent nor unique by name. */
  CreateVServerGroup: writes(
    "in-region",
    { LoadBalancerId: required(text()), VServerGroupName: groupName, BackendServers: text(), Tag: tags },
    ({ Tag = {}, ...input }, call) => create(input, Tag, call),
  ),
  AddVServerGroupBackendServers: changesMembers((group, entries, call) => exchange(group, [], entries, call)),
  RemoveVServerGroupBackendServers: changesMembers((group, entries, call) =>
    exchange(group, entries, [], call),
  ),
  ModifyVServerGroupBackendServers: writes(
    "in-region",
    { VServerGroupId, OldBackendServers: text(), NewBackendServers: text() },
    (input, call) => {
      const group = serverGroup(input.VServerGroupId, call);
      const read = (json: string | undefined) => (json === undefined ? [] : entriesOf(json));
      exchange(group, read(input.OldBackendServers), read(input.NewBackendServers), call);
      return answerOf(group);
    },
  ),
  SetVServerGroupAttribute: writes(
    "in-region",
    { VServerGroupId, VServerGroupName: groupName, BackendServers: text() },
    ({ VServerGroupName, BackendServers: json, ...input }, call) => {
      const group = serverGroup(input.VServerGroupId, call);
      if (VServerGroupName === undefined && json === undefined)
        throw new Refusal("MissingParameter", "VServerGroupName or BackendServers is required.");
      if (json !== undefined) changeServers(entriesOf(json), group.servers);
      group.name = VServerGroupName ?? group.name;
      return { ...answerOf(group), VServerGroupName: group.name };
    },
  ),
  DeleteVServerGroup: writes("in-region", { VServerGroupId }, (input, call) =>
    remove(serverGroup(input.VServerGroupId, call), call),
  ),
};
