import { canonicalAddress, cidrContains } from "../../../src/core/net.ts";
import { balancersOf, type Call, operation, targetGroup } from "./call.ts";
import { QUOTA } from "./quotas.ts";
import type { Target, TargetGroup } from "./state.ts";
import { healthOf, NOT_REGISTERED, targetKey } from "./target-health.ts";
import { invalid, Refusal } from "./wire/refusal.ts";
import { integer, list, oneOf, required, structure, text } from "./wire/shape.ts";
import type { XmlValue } from "./wire/xml.ts";
import { inSubnet } from "./zonal-addresses.ts";

const targetList = list(
  required(
    structure({
      Id: required(text()),
      Port: integer(1, 65535),
      AvailabilityZone: text(),
      QuicServerId: text(),
    }),
  ),
);
const groupArn = required(text());
const targetsShape = structure({ TargetGroupArn: groupArn, Targets: required(targetList) });

type Input = Exclude<ReturnType<typeof targetsShape.read>, undefined>;
type Wanted = Input["Targets"][number];

/** Ranges outside the VPC from which ip targets may come: RFC 1918 and RFC 6598. */
const OUTSIDE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

function checkInstance(
  { Id: id, AvailabilityZone: zone }: Wanted,
  group: TargetGroup,
  call: Call,
): undefined {
  if (!/^i-[0-9a-zA-Z-]+$/.test(id)) throw invalid(`Instance ID '${id}' is not valid`);
  if (zone !== undefined)
    throw invalid("You cannot specify an Availability Zone for a target of type 'instance'");
  const instance = call.world.instances.find((each) => each.id === id);
  if (instance === undefined)
    throw new Refusal("InvalidTarget", `The following targets do not exist: '${id}'`);
  if (instance.vpcId !== group.vpcId)
    throw new Refusal(
      "InvalidTarget",
      `The following targets are not in the target group VPC '${group.vpcId}': '${id}'`,
    );
  if (instance.state !== "running")
    throw new Refusal(
      "InvalidTarget",
      `The following targets are not in a running state and cannot be registered: '${id}'`,
    );
}

/** Zone of an ip target: found out inside the VPC, to be given outside of it. */
function zoneOfAddress({ Id: id, AvailabilityZone: zone }: Wanted, group: TargetGroup, call: Call): string {
  if (!/^[\d.]+$/.test(id) || canonicalAddress(id) === undefined)
    throw invalid(`The IP address '${id}' is not a valid IPv4 address`);
  const { subnets, instances } = call.world;
  const own =
    subnets.find((subnet) => subnet.vpcId === group.vpcId && inSubnet(subnet, id)) ??
    instances.find((instance) => instance.vpcId === group.vpcId && instance.addresses.includes(id));
  if (own !== undefined) {
    if (zone !== undefined && zone !== "all" && zone !== own.zone)
      throw invalid(`The IP address '${id}' is in the Availability Zone '${own.zone}', not in '${zone}'`);
    return zone ?? own.zone;
  }
  if (!OUTSIDE.some((cidr) => cidrContains(cidr, id)))
    throw invalid(`The IP address '${id}' is not within a valid IP address range`);
  if (zone === undefined)
    throw invalid(`The Availability Zone is required for IP address '${id}' because it is not in the VPC`);
  if (zone !== "all" && !subnets.some((subnet) => subnet.vpcId === group.vpcId && subnet.zone === zone))
    throw invalid(`The Availability Zone '${zone}' is not valid`);
  return zone;
}

function register({ TargetGroupArn, Targets: wanted }: Input, call: Call): XmlValue {
  const group = targetGroup(TargetGroupArn, call);
  if (wanted.length === 0) throw invalid("At least one target must be specified");
  const targets = new Map(group.targets.map((target) => [targetKey(target), target]));
  for (const each of wanted) {
    if (each.QuicServerId !== undefined)
      throw invalid(`A QUIC server ID cannot be used with the '${group.protocol}' protocol`);
    const zone =
      group.targetType === "instance" ? checkInstance(each, group, call) : zoneOfAddress(each, group, call);
    const target: Target = {
      id: each.Id,
      port: each.Port ?? group.port,
      ...(zone === undefined ? {} : { zone }),
      registeredAtMs: call.now,
      views: {},
    };
    const known = targets.get(targetKey(target));
    if (known === undefined || known.drainingSinceMs !== undefined || known.zone !== target.zone)
      targets.set(targetKey(target), target);
  }
  const counted = [...targets.values()].filter(({ drainingSinceMs }) => drainingSinceMs === undefined);
  if (counted.length > QUOTA.targetsPerTargetGroup)
    throw new Refusal(
      "TooManyTargets",
      `The maximum number of targets per target group is ${QUOTA.targetsPerTargetGroup}`,
    );
  group.targets = [...targets.values()];
  return {};
}

/** A target that is not registered is deregistered successfully. */
function deregister({ TargetGroupArn, Targets: wanted }: Input, call: Call): XmlValue {
  const group = targetGroup(TargetGroupArn, call);
  if (wanted.length === 0) throw invalid("At least one target must be specified");
  const keys = new Set(wanted.map(({ Id: id, Port: port }) => targetKey({ id, port: port ?? group.port })));
  const inUse = balancersOf(call.state, group).length > 0;
  for (const target of group.targets)
    if (keys.has(targetKey(target))) target.drainingSinceMs ??= inUse ? call.now : Number.NEGATIVE_INFINITY;
  purge(group, call);
  return {};
}

/** Forgets the targets whose deregistration delay has passed. */
function purge(group: TargetGroup, { now }: Call): void {
  const delayMs = Number(group.attributes["deregistration_delay.timeout_seconds"]) * 1000;
  group.targets = group.targets.filter(
    ({ drainingSinceMs }) => drainingSinceMs === undefined || now - drainingSinceMs < delayMs,
  );
}

export const purgeAll = (call: Call): void => {
  for (const group of call.state.targetGroups) purge(group, call);
};

const healthShape = structure({
  TargetGroupArn: groupArn,
  Targets: targetList,
  Include: list(oneOf("AnomalyDetection", "All")),
});

function describeHealth(
  input: Exclude<ReturnType<typeof healthShape.read>, undefined>,
  call: Call,
): XmlValue {
  const group = targetGroup(input.TargetGroupArn, call);
  const asked = (input.Targets ?? []).map(({ Id: id, Port: port, AvailabilityZone: zone }) => ({
    id,
    port: port ?? group.port,
    ...(zone === undefined ? {} : { zone }),
  }));
  const shown = asked.length === 0 ? group.targets : asked;
  return {
    TargetHealthDescriptions: shown.map((wanted) => {
      const target = group.targets.find((each) => targetKey(each) === targetKey(wanted));
      const { port: checkPort } = group.healthCheck;
      const { id, port, zone } = target ?? wanted;
      return {
        Target: { Id: id, Port: port, AvailabilityZone: zone },
        HealthCheckPort: target === undefined ? undefined : checkPort === "traffic-port" ? port : checkPort,
        TargetHealth: target === undefined ? NOT_REGISTERED : healthOf(target, group, call),
      };
    }),
  };
}

export const targetOperations = {
  RegisterTargets: operation("write", targetsShape, register),
  DeregisterTargets: operation("write", targetsShape, deregister),
  DescribeTargetHealth: operation("read", healthShape, describeHealth),
};
