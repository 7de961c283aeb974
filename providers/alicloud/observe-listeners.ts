import { OWNER_TAG } from "../../src/core/provider.ts";
import type { ObservedResource, Ref, Value } from "../../src/core/resource.ts";
import type { Owned } from "./find-load-balancer.ts";
import type { ListenerAnswer } from "./operations/listeners.ts";
import { asProps } from "./props.ts";
import { listenerPropsOf } from "./read-listener.ts";
import { LOAD_BALANCER } from "./refs.ts";

/**
 * TCP listeners that are ours: those with our tag. Others on our load balancer are left alone. One that is to be adopted
 * hands its listener over when it has just one; of several nobody can tell which is meant.
 */
export function listenersOf(
  all: readonly ListenerAnswer[],
  name: string,
  owned: Owned,
): readonly ListenerAnswer[] {
  const tcp = all.filter(({ ListenerProtocol }) => ListenerProtocol === "tcp");
  const tagged = tcp.filter(({ Tags }) => Tags[OWNER_TAG] === name);
  if (owned.ownership === "ours" || tagged.length > 0) return tagged;
  return all.length === 1 ? tcp : [];
}

/** With references in place of the ids of what was observed beside it. */
export const listenerResource = (
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
