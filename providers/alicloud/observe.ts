import { SlbctlError } from "../../src/core/error.ts";
import type { Scope } from "../../src/core/provider.ts";
import type { Gap, Observed, ObservedResource } from "../../src/core/resource.ts";
import { call, orAbsent } from "./call.ts";
import type { Connection } from "./connection.ts";
import { AlicloudFault } from "./faults.ts";
import { findLoadBalancer } from "./find-load-balancer.ts";
import { accessListOf } from "./observe-access-list.ts";
import { listenerResource, listenersOf } from "./observe-listeners.ts";
import { groupsOf } from "./observe-server-groups.ts";
import { describeLoadBalancerListeners, type ListenerAnswer } from "./operations/listeners.ts";
import { describeLoadBalancerAttribute } from "./operations/load-balancers.ts";
import { ACCESS_LIST_TAG } from "./ownership.ts";
import { asProps } from "./props.ts";
import { foreignLoadBalancer, observedLoadBalancer } from "./read-load-balancer.ts";
import { serversById } from "./read-servers.ts";
import { idOf, LOAD_BALANCER } from "./refs.ts";

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
    [...(groups ?? []), ...(acls ?? [])].map(({ id: $ref, outputs }) => [outputs["id"] ?? "", idOf($ref)]),
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
