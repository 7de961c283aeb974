import { type AttributeTable, BOOLEAN, range, words } from "./attributes.ts";
import type { Attributes } from "./state.ts";
import { Refusal } from "./wire/refusal.ts";

/** Attributes of network load balancers. Source: LoadBalancerAttribute in botocore 1.43.11's elbv2 model. */
export const LOAD_BALANCER_ATTRIBUTES: AttributeTable = {
  rules: {
    "access_logs.s3.enabled": BOOLEAN,
    "access_logs.s3.bucket": { kind: "text" },
    "access_logs.s3.prefix": { kind: "text" },
    "deletion_protection.enabled": BOOLEAN,
    "dns_record.client_routing_policy": words(
      "any_availability_zone",
      "partial_availability_zone_affinity",
      "availability_zone_affinity",
    ),
    "ipv6.deny_all_igw_traffic": BOOLEAN,
    "load_balancing.cross_zone.enabled": BOOLEAN,
    "secondary_ips.auto_assigned.per_subnet": range(0, 7),
    "zonal_shift.config.enabled": BOOLEAN,
  },
  check(next, before) {
    if (next["access_logs.s3.enabled"] === "true" && next["access_logs.s3.bucket"] === "")
      throw new Refusal(
        "InvalidConfigurationRequest",
        "An S3 bucket must be specified when access logs are enabled",
      );
    const secondary = "secondary_ips.auto_assigned.per_subnet";
    if (Number(next[secondary]) < Number(before[secondary]))
      throw new Refusal("InvalidConfigurationRequest", `The value of '${secondary}' cannot be decreased`);
  },
};

export const loadBalancerDefaults = (scheme: "internet-facing" | "internal"): Attributes => ({
  "access_logs.s3.enabled": "false",
  "access_logs.s3.bucket": "",
  "access_logs.s3.prefix": "",
  "deletion_protection.enabled": "false",
  "dns_record.client_routing_policy": "any_availability_zone",
  "ipv6.deny_all_igw_traffic": scheme === "internal" ? "true" : "false",
  "load_balancing.cross_zone.enabled": "false",
  "secondary_ips.auto_assigned.per_subnet": "0",
  "zonal_shift.config.enabled": "false",
});
