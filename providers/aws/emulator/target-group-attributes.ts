import { type AttributeTable, BOOLEAN, range, words } from "./attributes.ts";
import { QUOTA } from "./quotas.ts";
import type { Attributes, TargetGroup } from "./state.ts";
import { Refusal } from "./wire/refusal.ts";

const PRESERVE = "preserve_client_ip.enabled";
const TERMINATE = "target_health_state.unhealthy.connection_termination.enabled";
const DRAIN = "target_health_state.unhealthy.draining_interval_seconds";

type Kind = Pick<TargetGroup, "protocol" | "targetType">;

const isDatagram = ({ protocol }: Kind): boolean => protocol === "UDP" || protocol === "TCP_UDP";

/** Attributes of a network load balancer's target groups. Source: TargetGroupAttribute in botocore 1.43.11's model. */
export const targetGroupAttributes = (group: Kind): AttributeTable => ({
  rules: {
    "deregistration_delay.connection_termination.enabled": BOOLEAN,
    "deregistration_delay.timeout_seconds": range(0, 3600),
    "load_balancing.cross_zone.enabled": words("true", "false", "use_load_balancer_configuration"),
    [PRESERVE]: BOOLEAN,
    "proxy_protocol_v2.enabled": BOOLEAN,
    "stickiness.enabled": BOOLEAN,
    "stickiness.type": words("source_ip"),
    "target_group_health.dns_failover.minimum_healthy_targets.count": range(
      1,
      QUOTA.targetsPerTargetGroup,
      "off",
    ),
    "target_group_health.dns_failover.minimum_healthy_targets.percentage": range(1, 100, "off"),
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": range(
      1,
      QUOTA.targetsPerTargetGroup,
    ),
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": range(1, 100, "off"),
    [TERMINATE]: BOOLEAN,
    [DRAIN]: range(0, 360_000),
  },
  check(next, _before, given) {
    const refuse = (message: string) => new Refusal("InvalidConfigurationRequest", message);
    if (isDatagram(group) && next[PRESERVE] === "false")
      throw refuse(
        `'${PRESERVE}' cannot be disabled for target groups with the '${group.protocol}' protocol`,
      );
    if (isDatagram(group) && next[TERMINATE] === "true")
      throw refuse(
        `'${TERMINATE}' cannot be enabled for target groups with the '${group.protocol}' protocol`,
      );
    if (given.includes(DRAIN) && next[DRAIN] !== "0" && next[TERMINATE] === "true")
      throw refuse(`'${DRAIN}' can only be set when '${TERMINATE}' is 'false'`);
  },
});

/** `preserve_client_ip.enabled` is off only for ip targets of TCP and TLS groups. */
export const targetGroupDefaults = (group: Kind): Attributes => ({
  "deregistration_delay.connection_termination.enabled": String(isDatagram(group)),
  "deregistration_delay.timeout_seconds": "300",
  "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
  [PRESERVE]: String(group.targetType === "instance" || isDatagram(group)),
  "proxy_protocol_v2.enabled": "false",
  "stickiness.enabled": "false",
  "stickiness.type": "source_ip",
  "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
  "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1",
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
  [TERMINATE]: String(!isDatagram(group)),
  [DRAIN]: "0",
});
