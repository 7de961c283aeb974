import type { Listener } from "@aws-sdk/client-elastic-load-balancing-v2";
import { OWNER_TAG } from "../../src/core/provider.ts";
import type { ObservedResource } from "../../src/core/resource.ts";
import { fromList, LISTENER_DEFAULTS } from "./attributes.ts";
import { call } from "./call.ts";
import type { Connection } from "./connection.ts";
import type { Owned, Tags } from "./ownership.ts";
import { asProps } from "./props.ts";
import { forwardsTo, listenersOf } from "./read-listener.ts";
import { LOAD_BALANCER, TARGET_GROUP } from "./refs.ts";

/** ARNs that one DescribeTags may name. */
const ARNS_PER_CALL = 20;

export async function tagsByArn(
  connection: Connection,
  arns: readonly string[],
): Promise<ReadonlyMap<string, Tags>> {
  const parts = Array.from({ length: Math.ceil(arns.length / ARNS_PER_CALL) }, (_, index) =>
    arns.slice(index * ARNS_PER_CALL, (index + 1) * ARNS_PER_CALL),
  );
  const answers = await Promise.all(
    parts.map((ResourceArns) => call(connection, "DescribeTags", { ResourceArns })),
  );
  return new Map(
    answers.flatMap(({ TagDescriptions = [] }) =>
      TagDescriptions.map(({ ResourceArn = "", Tags }) => [ResourceArn, fromList(Tags)] as const),
    ),
  );
}

/**
 * Whose a listener is. Untagged ones are nobody's until adopted: those that use our target group, and the only listener
 * of a load balancer that is itself to be adopted. All others are left alone.
 */
function ownerOf(
  listener: Listener,
  tags: Tags,
  {
    name,
    groupArn,
    balancer,
    sole,
  }: { name: string; groupArn: string | undefined; balancer: Owned; sole: boolean },
): Owned | undefined {
  const owner = tags[OWNER_TAG];
  if (owner === name) return { ownership: "ours" };
  if (owner !== undefined) return undefined;
  const uses = groupArn !== undefined && forwardsTo(listener) === groupArn;
  return uses || (sole && balancer.ownership === "adoptable") ? { ownership: "adoptable" } : undefined;
}

export interface ListenerScope {
  readonly name: string;
  readonly balancerArn: string;
  readonly balancer: Owned;
  readonly groupArn: string | undefined;
}

/** The TCP listeners that concern us, with tags and attributes. */
export async function observeListeners(
  connection: Connection,
  scope: ListenerScope,
): Promise<readonly ObservedResource[]> {
  const listeners = await listenersOf(connection, scope.balancerArn);
  if (listeners.length === 0) return [];
  const tagged = await tagsByArn(
    connection,
    listeners.map(({ ListenerArn = "" }) => ListenerArn),
  );
  const found = await Promise.all(
    listeners.map(async (listener): Promise<readonly ObservedResource[]> => {
      const { ListenerArn: arn = "", Port: port = 0, Protocol: protocol = "" } = listener;
      const tags = tagged.get(arn) ?? {};
      const owned = ownerOf(listener, tags, { ...scope, sole: listeners.length === 1 });
      if (owned === undefined) return [];
      const attributes =
        protocol === "TCP"
          ? {
              ...LISTENER_DEFAULTS,
              ...fromList(
                (await call(connection, "DescribeListenerAttributes", { ListenerArn: arn })).Attributes,
              ),
            }
          : {};
      const target = forwardsTo(listener);
      const props = asProps({
        loadBalancerArn: LOAD_BALANCER,
        port,
        protocol,
        targetGroupArn: target !== undefined && target === scope.groupArn ? TARGET_GROUP : (target ?? ""),
        attributes,
        tags,
      });
      return [{ id: `listener/${port}`, kind: "listener", props, outputs: { id: arn }, ...owned }];
    }),
  );
  return found.flat();
}
