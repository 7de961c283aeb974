import type { TargetGroup, TargetHealthDescription } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ObservedResource } from "../../src/core/resource.ts";
import { type Attributes, PRESERVE, preserveDefault, targetGroupDefaults } from "./attributes.ts";
import type { Owned, Tags } from "./ownership.ts";
import { asProps, type TargetGroupProps, type TargetsProps } from "./props.ts";
import { TARGET_GROUP } from "./refs.ts";

/** A target group as `compile` words it. */
const targetGroupPropsOf = (answer: TargetGroup, attributes: Attributes, tags: Tags): TargetGroupProps => ({
  name: answer.TargetGroupName ?? "",
  protocol: answer.Protocol ?? "",
  vpcId: answer.VpcId,
  targetType: answer.TargetType ?? "instance",
  ipAddressType: answer.IpAddressType ?? "ipv4",
  healthCheck: {
    protocol: answer.HealthCheckProtocol ?? "TCP",
    port: answer.HealthCheckPort ?? "traffic-port",
    intervalSeconds: answer.HealthCheckIntervalSeconds ?? 0,
    timeoutSeconds: answer.HealthCheckTimeoutSeconds ?? 0,
    healthyThreshold: answer.HealthyThresholdCount ?? 0,
    unhealthyThreshold: answer.UnhealthyThresholdCount ?? 0,
    ...(answer.HealthCheckPath === undefined ? {} : { path: answer.HealthCheckPath }),
    ...(answer.Matcher?.HttpCode === undefined ? {} : { matcher: answer.Matcher.HttpCode }),
  },
  attributes: {
    ...targetGroupDefaults,
    [PRESERVE]: String(preserveDefault(answer.TargetType ?? "instance")),
    ...attributes,
  },
  tags: { ...tags },
});

export const observedTargetGroup = (
  answer: TargetGroup,
  attributes: Attributes,
  tags: Tags,
  owned: Owned,
): ObservedResource => ({
  id: "target-group",
  kind: "target-group",
  props: asProps(targetGroupPropsOf(answer, attributes, tags)),
  outputs: { id: answer.TargetGroupArn ?? "" },
  ...owned,
});

/** What is registered; a target on its way out is not. */
function targetsOf(answers: readonly TargetHealthDescription[]): TargetsProps["targets"] {
  return Object.fromEntries(
    answers
      .filter(({ TargetHealth }) => TargetHealth?.State !== "draining")
      .map(({ Target }) => {
        const zone = Target?.AvailabilityZone;
        return [`${Target?.Id}:${Target?.Port}`, zone === undefined ? {} : { zone }];
      }),
  );
}

/** None where nothing is registered, so that a plan says "create". */
export function observedTargets(
  arn: string,
  answers: readonly TargetHealthDescription[],
  owned: Owned,
): readonly ObservedResource[] {
  const targets = targetsOf(answers);
  if (Object.keys(targets).length === 0) return [];
  return [
    {
      id: "targets",
      kind: "targets",
      props: asProps({ targetGroupArn: TARGET_GROUP, targets }),
      outputs: { id: arn },
      ...owned,
    },
  ];
}
