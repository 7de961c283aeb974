import { stableJson } from "../../../src/core/json.ts";
import { describeAttributes, modifyAttributes } from "./attributes.ts";
import {
  balancersOf,
  type Call,
  listenersOf,
  loadBalancer,
  operation,
  targetGroup,
  visible,
} from "./call.ts";
import { healthCheckFields, mergeHealthCheck, protocol } from "./health-check.ts";
import { page, pageFields } from "./paging.ts";
import { QUOTA } from "./quotas.ts";
import { ACCOUNT, type State, type TargetGroup } from "./state.ts";
import { mergeTags, tagList } from "./tags.ts";
import { targetGroupAttributes, targetGroupDefaults } from "./target-group-attributes.ts";
import { invalid, Refusal } from "./wire/refusal.ts";
import { integer, list, oneOf, required, structure, text } from "./wire/shape.ts";
import type { XmlValue } from "./wire/xml.ts";

function groupXml(group: TargetGroup, state: State): XmlValue {
  const { healthCheck: check } = group;
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: group.protocol,
    Port: group.port,
    VpcId: group.vpcId,
    HealthCheckProtocol: check.protocol,
    HealthCheckPort: check.port,
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: check.intervalSeconds,
    HealthCheckTimeoutSeconds: check.timeoutSeconds,
    HealthyThresholdCount: check.healthyThreshold,
    UnhealthyThresholdCount: check.unhealthyThreshold,
    HealthCheckPath: check.path,
    Matcher: check.matcher === undefined ? undefined : { HttpCode: check.matcher },
    LoadBalancerArns: balancersOf(state, group).map(({ arn }) => arn),
    TargetType: group.targetType,
    IpAddressType: "ipv4",
  };
}

const createShape = structure({
  Name: required(text()),
  Protocol: protocol(),
  ProtocolVersion: text(),
  Port: integer(1, 65535),
  VpcId: text(),
  ...healthCheckFields,
  TargetType: oneOf("instance", "ip", "lambda", "alb"),
  Tags: tagList,
  IpAddressType: oneOf("ipv4", "ipv6"),
  TargetControlPort: integer(1, 65535),
});

type CreateInput = Exclude<ReturnType<typeof createShape.read>, undefined>;

function checkName(name: string): void {
  if (name.length > 32) throw invalid(`Target group name '${name}' cannot be longer than '32' characters`);
  if (!/^[A-Za-z0-9-]+$/.test(name))
    throw invalid(
      `Target group name '${name}' can only contain characters that are alphanumeric characters or hyphens(-)`,
    );
  if (/^-|-$/.test(name)) throw invalid(`Target group name '${name}' cannot begin or end with a hyphen(-)`);
}

/** The unchangeable part of a wish, checked. */
function kindOf(
  input: CreateInput,
  call: Call,
): Pick<TargetGroup, "protocol" | "port" | "vpcId" | "targetType"> {
  const { TargetType: targetType = "instance", Protocol: wanted, Port: port, VpcId: vpcId } = input;
  if (targetType !== "instance" && targetType !== "ip")
    throw new Refusal(
      "InvalidConfigurationRequest",
      `This emulator does not know the target type '${targetType}'`,
    );
  if (wanted === undefined) throw invalid("A protocol must be specified");
  if (port === undefined) throw invalid("A port must be specified");
  if (vpcId === undefined) throw invalid("A VPC ID must be specified");
  if (wanted !== "TCP" && wanted !== "TLS" && wanted !== "UDP" && wanted !== "TCP_UDP")
    throw new Refusal(
      "InvalidConfigurationRequest",
      `This emulator does not know target groups with the '${wanted}' protocol`,
    );
  if (input.ProtocolVersion !== undefined || input.TargetControlPort !== undefined)
    throw invalid(
      `A protocol version or target control port cannot be specified for the '${wanted}' protocol`,
    );
  if (!call.world.subnets.some((subnet) => subnet.vpcId === vpcId))
    throw invalid(`The VPC ID '${vpcId}' is not found`);
  if (input.IpAddressType === "ipv6")
    throw new Refusal("InvalidConfigurationRequest", `The VPC '${vpcId}' has no IPv6 range`);
  return { protocol: wanted, port, vpcId, targetType };
}

function create(input: CreateInput, call: Call): XmlValue {
  const { Name: name } = input;
  const { state, region, now } = call;
  checkName(name);
  const kind = kindOf(input, call);
  const healthCheck = mergeHealthCheck(input, undefined);
  const mine = state.targetGroups.filter((group) => group.region === region);
  const existing = mine.find((group) => group.name === name);
  if (existing !== undefined) {
    const { protocol, port, vpcId, targetType } = existing;
    if (
      stableJson([{ protocol, port, vpcId, targetType }, existing.healthCheck]) ===
      stableJson([kind, healthCheck])
    )
      return { TargetGroups: [groupXml(existing, state)] };
    throw new Refusal(
      "DuplicateTargetGroupName",
      `A target group with the same name '${name}' exists, but with different settings`,
    );
  }
  if (mine.length >= QUOTA.targetGroups)
    throw new Refusal(
      "TooManyTargetGroups",
      `The maximum number of target groups has been reached: ${QUOTA.targetGroups}`,
    );
  const created: TargetGroup = {
    ...kind,
    arn: `arn:aws:elasticloadbalancing:${region}:${ACCOUNT}:targetgroup/${name}/${call.newId(16)}`,
    region,
    createdAtMs: now,
    tags: mergeTags({}, input.Tags),
    attributes: targetGroupDefaults(kind),
    name,
    healthCheck,
    targets: [],
  };
  state.targetGroups.push(created);
  return { TargetGroups: [groupXml(created, state)] };
}

const describeShape = structure({
  LoadBalancerArn: text(),
  TargetGroupArns: list(required(text())),
  Names: list(required(text())),
  ...pageFields,
});

function describe(input: Exclude<ReturnType<typeof describeShape.read>, undefined>, call: Call): XmlValue {
  const { LoadBalancerArn: balancerArn, TargetGroupArns: arns = [], Names: names = [] } = input;
  if ([balancerArn !== undefined, arns.length > 0, names.length > 0].filter(Boolean).length > 1)
    throw invalid("Only one of load balancer ARN, target group ARNs and target group names can be specified");
  const all = visible(call.state.targetGroups, call);
  if (names.some((name) => !all.some((group) => group.name === name)))
    throw new Refusal("TargetGroupNotFound", "One or more target groups not found");
  for (const arn of arns) targetGroup(arn, call);
  if (balancerArn !== undefined) loadBalancer(balancerArn, call);
  const named = all.filter(
    (group) =>
      (arns.length === 0 || arns.includes(group.arn)) &&
      (names.length === 0 || names.includes(group.name)) &&
      (balancerArn === undefined || balancersOf(call.state, group).some(({ arn }) => arn === balancerArn)),
  );
  const { items, NextMarker } = page(named, ({ arn }) => arn, input);
  return { TargetGroups: items.map((group) => groupXml(group, call.state)), NextMarker };
}

/** A group that is already gone is deleted successfully: the model knows no TargetGroupNotFound for this operation. */
function remove(arn: string, call: Call): XmlValue {
  const { state } = call;
  const found = state.targetGroups.find((group) => group.arn === arn);
  if (found === undefined) return {};
  const released = found.releasedAtMs;
  if (
    listenersOf(state, found).length > 0 ||
    (released !== undefined && call.now - released < state.settings.consistencyDelayMs)
  )
    throw new Refusal("ResourceInUse", `Target group '${arn}' is currently in use by a listener or a rule`);
  state.targetGroups = state.targetGroups.filter((group) => group !== found);
  return {};
}

const arnOnly = structure({ TargetGroupArn: required(text()) });

export const targetGroupOperations = {
  CreateTargetGroup: operation("write", createShape, create),
  DescribeTargetGroups: operation("read", describeShape, describe),
  ModifyTargetGroup: operation(
    "write",
    structure({ TargetGroupArn: required(text()), ...healthCheckFields }),
    (input, call): XmlValue => {
      const group = targetGroup(input.TargetGroupArn, call);
      group.healthCheck = mergeHealthCheck(input, group.healthCheck);
      return { TargetGroups: [groupXml(group, call.state)] };
    },
  ),
  DeleteTargetGroup: operation("write", arnOnly, ({ TargetGroupArn }, call) => remove(TargetGroupArn, call)),
  DescribeTargetGroupAttributes: operation("read", arnOnly, ({ TargetGroupArn }, call) =>
    describeAttributes(targetGroup(TargetGroupArn, call)),
  ),
  ModifyTargetGroupAttributes: modifyAttributes(
    "TargetGroupArn",
    "Target group",
    targetGroup,
    targetGroupAttributes,
  ),
};
