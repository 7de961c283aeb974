import type { TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { CreateStep, DeleteStep, UpdateStep } from "../../src/core/plan.ts";
import { OWNER_TAG } from "../../src/core/provider.ts";
import { DEFAULT_RETRY } from "../../src/core/retry.ts";
import { beyondDefaults, targetGroupDefaults, toList } from "./attributes.ts";
import { call, callOrFind, orAbsent } from "./call.ts";
import { changedEntries, concerns } from "./changed.ts";
import type { Connection } from "./connection.ts";
import { expectMine } from "./expect-mine.ts";
import { malformed } from "./faults.ts";
import { tagsByArn } from "./observe-listeners.ts";
import { type TargetGroupProps, targetGroupProps } from "./props.ts";

type Outputs = Readonly<Record<string, string>>;

/**
 * The group's own port is only what a target without a port would get. Every target of ours names its port, and the
 * group's can never be changed, so it does not follow the masters'.
 */
const GROUP_PORT = 6443;

/** A group that a listener let go of only now is in use for up to a minute (AWS Load Balancer Controller waits 20 s). */
const UNTIL_RELEASED = { ...DEFAULT_RETRY, attempts: 14 };

function healthCheckOf({ healthCheck }: TargetGroupProps) {
  const { path, matcher } = healthCheck;
  return {
    HealthCheckProtocol: healthCheck.protocol as "TCP" | "HTTP" | "HTTPS",
    HealthCheckPort: healthCheck.port,
    HealthCheckIntervalSeconds: healthCheck.intervalSeconds,
    HealthCheckTimeoutSeconds: healthCheck.timeoutSeconds,
    HealthyThresholdCount: healthCheck.healthyThreshold,
    UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
    ...(path === undefined ? {} : { HealthCheckPath: path }),
    ...(matcher === undefined ? {} : { Matcher: { HttpCode: matcher } }),
  };
}

/** The VPC of the load balancer that this group is for: known since its creation or observation, else read. */
async function vpcOf(connection: Connection, { name, vpcId }: TargetGroupProps): Promise<string> {
  const known = vpcId ?? connection.vpcs.get(name);
  if (known !== undefined) return known;
  const { LoadBalancers } = await call(connection, "DescribeLoadBalancers", { Names: [name] });
  const found = LoadBalancers?.[0]?.VpcId;
  if (found === undefined) throw malformed("DescribeLoadBalancers", "VpcId");
  return found;
}

async function findMine(
  connection: Connection,
  { name, tags }: TargetGroupProps,
): Promise<TargetGroup | undefined> {
  const answer = await orAbsent(call(connection, "DescribeTargetGroups", { Names: [name] }));
  const found = answer?.TargetGroups?.[0];
  if (found?.TargetGroupArn === undefined) return undefined;
  const tagged = await tagsByArn(connection, [found.TargetGroupArn]);
  return tagged.get(found.TargetGroupArn)?.[OWNER_TAG] === tags[OWNER_TAG] ? found : undefined;
}

/**
 * Two calls: the creation takes no attributes. Client address preservation is always said, never left to its default,
 * which depends on the target type. Cut short between the two, the next run sees what is missing.
 */
export async function create(connection: Connection, step: CreateStep): Promise<Outputs> {
  const props = targetGroupProps.parse(step.props);
  const VpcId = await vpcOf(connection, props);
  const made = await callOrFind(
    connection,
    async () => {
      const { TargetGroups } = await call(connection, "CreateTargetGroup", {
        Name: props.name,
        Protocol: "TCP",
        Port: GROUP_PORT,
        VpcId,
        TargetType: props.targetType as "ip" | "instance",
        IpAddressType: "ipv4",
        ...healthCheckOf(props),
        Tags: toList(props.tags),
      });
      const [group] = TargetGroups ?? [];
      if (group?.TargetGroupArn === undefined) throw malformed("CreateTargetGroup", "TargetGroupArn");
      return group;
    },
    () => findMine(connection, props),
  );
  const TargetGroupArn = made.TargetGroupArn ?? "";
  // A new one serves no load balancer yet.
  if ((made.LoadBalancerArns ?? []).length > 0) await expectMine(connection, TargetGroupArn, props);
  connection.created.add(TargetGroupArn);
  const Attributes = toList(beyondDefaults(props.attributes, targetGroupDefaults));
  await call(connection, "ModifyTargetGroupAttributes", { TargetGroupArn, Attributes });
  return { id: TargetGroupArn };
}

export async function update(connection: Connection, step: UpdateStep): Promise<Outputs> {
  const props = targetGroupProps.parse(step.props);
  const TargetGroupArn = step.outputs["id"] ?? "";
  const tags = changedEntries(step, "tags", props.tags);
  if (Object.keys(tags).length > 0)
    await call(connection, "AddTags", { ResourceArns: [TargetGroupArn], Tags: toList(tags) });
  if (concerns(step, "healthCheck"))
    await call(connection, "ModifyTargetGroup", { TargetGroupArn, ...healthCheckOf(props) });
  const attributes = changedEntries(step, "attributes", props.attributes);
  if (Object.keys(attributes).length > 0)
    await call(connection, "ModifyTargetGroupAttributes", {
      TargetGroupArn,
      Attributes: toList(attributes),
    });
  return step.outputs;
}

/** Takes its targets along. */
export async function remove(connection: Connection, step: DeleteStep): Promise<Outputs> {
  const TargetGroupArn = step.outputs["id"] ?? "";
  await orAbsent(call(connection, "DeleteTargetGroup", { TargetGroupArn }, UNTIL_RELEASED));
  connection.created.delete(TargetGroupArn);
  return {};
}
