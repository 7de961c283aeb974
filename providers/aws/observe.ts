import type { LoadBalancer, TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";
import { SlbctlError } from "../../src/core/error.ts";
import type { Scope } from "../../src/core/provider.ts";
import type { Gap, Observed, ObservedResource } from "../../src/core/resource.ts";
import { fromList } from "./attributes.ts";
import { call, orAbsent } from "./call.ts";
import type { Connection } from "./connection.ts";
import { AwsFault } from "./faults.ts";
import { observeListeners, tagsByArn } from "./observe-listeners.ts";
import { type Owned, ownershipOf, type Tags } from "./ownership.ts";
import { loadBalancerOutputs, observedLoadBalancer } from "./read-load-balancer.ts";
import { observedTargetGroup, observedTargets } from "./read-target-group.ts";

/** Faults that concern one read only; without credentials, network or clock there is nothing to be read at all. */
const isGap = (error: unknown): error is AwsFault =>
  error instanceof AwsFault &&
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

/** The tags say nothing of other products under this name. */
const ownerOfBalancer = (name: string, { Type }: LoadBalancer, tags: Tags): Owned =>
  Type !== undefined && Type !== "network"
    ? { ownership: "foreign", owner: `a load balancer of type ${Type}` }
    : ownershipOf(name, tags);

const ownerOfGroup = (name: string, { TargetType }: TargetGroup, tags: Tags): Owned =>
  TargetType === "lambda" || TargetType === "alb"
    ? { ownership: "foreign", owner: `a target group of type ${TargetType}` }
    : ownershipOf(name, tags);

const foreign = (
  id: "load-balancer" | "target-group",
  outputs: ObservedResource["outputs"],
  name: string,
  tags: Tags,
  owned: Owned,
): ObservedResource => ({ id, kind: id, props: { name, tags: { ...tags } }, outputs, ...owned });

async function groupResources(
  connection: Connection,
  { name }: Scope,
  group: TargetGroup,
  tags: Tags,
): Promise<readonly ObservedResource[]> {
  const { TargetGroupArn = "" } = group;
  const owned = ownerOfGroup(name, group, tags);
  if (owned.ownership === "foreign")
    return [foreign("target-group", { id: TargetGroupArn }, name, tags, owned)];
  const [attributes, health] = await Promise.all([
    call(connection, "DescribeTargetGroupAttributes", { TargetGroupArn }),
    call(connection, "DescribeTargetHealth", { TargetGroupArn }),
  ]);
  return [
    observedTargetGroup(group, fromList(attributes.Attributes), tags, owned),
    ...observedTargets(TargetGroupArn, health.TargetHealthDescriptions ?? [], owned),
  ];
}

async function balancerResource(
  connection: Connection,
  { name }: Scope,
  balancer: LoadBalancer,
  tags: Tags,
  owned: Owned,
): Promise<ObservedResource> {
  if (owned.ownership === "foreign")
    return foreign("load-balancer", loadBalancerOutputs(balancer), name, tags, owned);
  const { Attributes } = await call(connection, "DescribeLoadBalancerAttributes", {
    LoadBalancerArn: balancer.LoadBalancerArn,
  });
  return observedLoadBalancer(balancer, fromList(Attributes), tags, owned);
}

/**
 * What exists under this name, in `compile`'s terms. A fresh account costs two reads. Names are unique in an account and
 * region, so a target group that an interrupted run left behind is found like any other.
 */
export async function observe(connection: Connection, scope: Scope): Promise<Observed> {
  const { name } = scope;
  const gaps: Gap[] = [];
  const [balancers, groups] = await Promise.all([
    gapOr("load-balancer", gaps, orAbsent(call(connection, "DescribeLoadBalancers", { Names: [name] }))),
    gapOr("target-group", gaps, orAbsent(call(connection, "DescribeTargetGroups", { Names: [name] }))),
  ]);
  const [balancer] = balancers?.LoadBalancers ?? [];
  const [group] = groups?.TargetGroups ?? [];
  const balancerArn = balancer?.LoadBalancerArn;
  const groupArn = group?.TargetGroupArn;
  const arns = [balancerArn, groupArn].filter((arn) => arn !== undefined);
  if (arns.length === 0) return { resources: [], gaps };
  if (balancer?.VpcId !== undefined) connection.vpcs.set(name, balancer.VpcId);
  const tagged = await gapOr("tags", gaps, orAbsent(tagsByArn(connection, arns)));
  // Without tags nothing can be said to be ours; or it went away between two reads, which the next run sees.
  if (tagged === undefined) return { resources: [], gaps };
  const tagsOf = (arn: string | undefined): Tags => tagged.get(arn ?? "") ?? {};
  const owned = balancer === undefined ? undefined : ownerOfBalancer(name, balancer, tagsOf(balancerArn));
  const [fromGroup, fromBalancer, listeners] = await Promise.all([
    group === undefined
      ? []
      : gapOr("target-group", gaps, orAbsent(groupResources(connection, scope, group, tagsOf(groupArn)))),
    balancer === undefined || owned === undefined
      ? undefined
      : gapOr(
          "load-balancer",
          gaps,
          orAbsent(balancerResource(connection, scope, balancer, tagsOf(balancerArn), owned)),
        ),
    balancerArn === undefined || owned === undefined || owned.ownership === "foreign"
      ? []
      : gapOr(
          "listener",
          gaps,
          orAbsent(observeListeners(connection, { name, balancerArn, balancer: owned, groupArn })),
        ),
  ]);
  return {
    // Deletions go backward: the load balancer first, whose protection must have the first word, then the group.
    resources: [
      ...(fromGroup ?? []),
      ...(fromBalancer === undefined ? [] : [fromBalancer]),
      ...(listeners ?? []),
    ],
    gaps: gaps.sort((a, b) => (a.kind < b.kind ? -1 : 1)),
  };
}
