import { SlbctlError } from "../../src/core/error.ts";
import { OWNER_TAG, type Scope } from "../../src/core/provider.ts";
import type { Gap, Observed, ObservedResource, Ref, Value } from "../../src/core/resource.ts";
import { call, orAbsent } from "./call.ts";
import type { Connection } from "./connection.ts";
import { AlicloudFault } from "./faults.ts";
import { type Found, findLoadBalancer } from "./find-load-balancer.ts";
import { describeVServerGroupAttribute, describeVServerGroups } from "./operations/backends.ts";
import { describeLoadBalancerListeners, type ListenerAnswer } from "./operations/listeners.ts";
import { describeLoadBalancerAttribute } from "./operations/load-balancers.ts";
import { ACCESS_LIST_TAG, ownName } from "./ownership.ts";
import { asProps } from "./props.ts";
import { findAccessListId, readAccessList } from "./read-access-list.ts";
import { listenerPropsOf } from "./read-listener.ts";
import { foreignLoadBalancer, observedLoadBalancer } from "./read-load-balancer.ts";
import { serversById, serversByIdAndPort } from "./read-servers.ts";

type Owned = Found["owned"];

const LOAD_BALANCER: Ref = { $ref: "load-balancer", output: "id" };

/** Faults that concern one read only; without credentials, network or clock there is nothing to be read at all. */
const isGap = (error: unknown): error is AlicloudFault =>
  error instanceof AlicloudFault &&
  (error.fault === "permission" || error.fault === "retry" || error.fault === "provider");

/** Runs one read; a denied or failed one becomes a gap, never an absence. */
async function gapOr<T>(kind: string, gaps: Gap[], work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!isGap(error)) throw error;
    const hint = error instanceof SlbctlError && error.hint !== undefined ? `; ${error.hint.en}` : "";
    gaps.push({ kind, reason: `${error.text.en}${hint}` });
    return undefined;
  }
}

/**
 * TCP listeners that are ours: those with our tag. Others on our load balancer are left alone. One that is to be adopted
 * hands its listener over when it has just one; of several nobody can tell which is meant.
 */
function listenersOf(all: readonly ListenerAnswer[], name: string, owned: Owned): readonly ListenerAnswer[] {
  const tcp = all.filter(({ ListenerProtocol }) => ListenerProtocol === "tcp");
  const tagged = tcp.filter(({ Tags }) => Tags[OWNER_TAG] === name);
  if (owned.ownership === "ours" || tagged.length > 0) return tagged;
  return all.length === 1 ? tcp : [];
}

const listenerResource = (
  loadBalancerId: string,
  answer: ListenerAnswer,
  refs: ReadonlyMap<string, Ref>,
  owned: Owned,
): ObservedResource => {
  const props = listenerPropsOf(loadBalancerId, answer);
  const refOr = (id: string | null | undefined): Value => (id ? (refs.get(id) ?? id) : null);
  return {
    id: `listener/${props.port}`,
    kind: "listener",
    props: asProps({
      ...props,
      loadBalancerId: LOAD_BALANCER,
      acl: { ...props.acl, id: refOr(props.acl.id) },
      healthCheck: { ...props.healthCheck, connectPort: props.healthCheck.connectPort ?? null },
      ...(props.vServerGroupId === undefined ? {} : { vServerGroupId: refOr(props.vServerGroupId) }),
    }),
    outputs: { loadBalancerId, port: `${props.port}` },
    ...owned,
  };
};

/** Our vServer groups: tagged ones and those that our listeners use. The used or oldest one has the plain name. */
async function groupsOf(
  connection: Connection,
  loadBalancerId: string,
  name: string,
  used: ReadonlySet<string>,
  owned: Owned,
): Promise<readonly ObservedResource[]> {
  const { VServerGroups } = await call(connection, describeVServerGroups, { LoadBalancerId: loadBalancerId });
  const rank = (id: string, made: string | undefined) => `${used.has(id) ? 0 : 1} ${made ?? ""} ${id}`;
  const mine = VServerGroups.filter(
    ({ VServerGroupId, Tags }) => used.has(VServerGroupId) || Tags[OWNER_TAG] === name,
  ).sort((a, b) => (rank(a.VServerGroupId, a.CreateTime) < rank(b.VServerGroupId, b.CreateTime) ? -1 : 1));
  const read = await Promise.all(
    mine.map(
      async ({ VServerGroupId, VServerGroupName, Tags }, index): Promise<readonly ObservedResource[]> => {
        const group = await orAbsent(call(connection, describeVServerGroupAttribute, { VServerGroupId }));
        if (group === undefined) return [];
        const props = {
          loadBalancerId: LOAD_BALANCER,
          name: VServerGroupName ?? "",
          servers: serversByIdAndPort(group.BackendServers),
          tags: Tags,
        } as ObservedResource["props"];
        const id = index === 0 ? "server-group" : `server-group/${VServerGroupId}`;
        return [
          { id, kind: "server-group", props, outputs: { id: VServerGroupId, loadBalancerId }, ...owned },
        ];
      },
    ),
  );
  return read.flat();
}

async function accessListOf(
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

/**
 * What exists under this name, in `compile`'s terms. A fresh account costs one read; a load balancer that was found
 * is read in one round of parallel calls, plus one per vServer group or access list.
 */
export async function observe(connection: Connection, { name }: Scope): Promise<Observed> {
  const gaps: Gap[] = [];
  const found = await gapOr("load-balancer", gaps, findLoadBalancer(connection, name));
  if (found === undefined) return { resources: [], gaps };
  const { entry, owned } = found;
  const id = entry.LoadBalancerId;
  if (owned.ownership === "foreign") return { resources: [foreignLoadBalancer(entry, owned)], gaps };
  const listing = call(connection, describeLoadBalancerListeners, { LoadBalancerId: [id], MaxResults: 100 });
  const used = (answers: readonly ListenerAnswer[]) =>
    new Set(listenersOf(answers, name, owned).flatMap(({ VServerGroupId }) => VServerGroupId ?? []));
  const grouping = listing.then(
    ({ Listeners }) => groupsOf(connection, id, name, used(Listeners), owned),
    () => [],
  );
  const [attribute, listed, groups, acls] = await Promise.all([
    gapOr(
      "load-balancer",
      gaps,
      orAbsent(call(connection, describeLoadBalancerAttribute, { LoadBalancerId: id })),
    ),
    gapOr("listener", gaps, listing),
    gapOr("server-group", gaps, grouping),
    ACCESS_LIST_TAG in entry.Tags
      ? gapOr("access-list", gaps, accessListOf(connection, id, name, owned))
      : [],
  ]);
  // Deleted between the two reads, or denied, which the gap says.
  if (attribute === undefined) return { resources: [], gaps };
  const listeners = listed?.Listeners ?? [];
  const refs = new Map(
    [...(groups ?? []), ...(acls ?? [])].map(({ id: $ref, outputs }) => [
      outputs["id"] ?? "",
      { $ref, output: "id" },
    ]),
  );
  const servers = serversById(attribute.BackendServers);
  const backends: readonly ObservedResource[] =
    Object.keys(servers).length === 0
      ? []
      : [
          {
            id: "backends",
            kind: "backends",
            props: asProps({ loadBalancerId: LOAD_BALANCER, servers }),
            outputs: { id, loadBalancerId: id },
            ...owned,
          },
        ];
  const resources = [
    observedLoadBalancer(attribute, listeners.length > 0, owned),
    ...(acls ?? []),
    ...backends,
    ...(groups ?? []),
    ...listenersOf(listeners, name, owned).map((answer) => listenerResource(id, answer, refs, owned)),
  ];
  return { resources, gaps: gaps.sort((a, b) => (a.kind < b.kind ? -1 : 1)) };
}
