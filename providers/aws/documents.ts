import * as z from "zod";

/* What `aws elbv2 describe-…` prints, as far as it is read (ELBv2 API 2015-12-01). */

const pairs = z.array(z.looseObject({ Key: z.string(), Value: z.string().default("") }));

export const balancerEntry = z.looseObject({
  LoadBalancerArn: z.string(),
  LoadBalancerName: z.string(),
  DNSName: z.string().optional(),
  Scheme: z.string().optional(),
  Type: z.string().default("network"),
  SecurityGroups: z.array(z.string()).default([]),
  AvailabilityZones: z
    .array(
      z.looseObject({
        ZoneName: z.string().optional(),
        SubnetId: z.string().optional(),
        LoadBalancerAddresses: z
          .array(
            z.looseObject({ PrivateIPv4Address: z.string().optional(), IpAddress: z.string().optional() }),
          )
          .default([]),
      }),
    )
    .default([]),
});

export const groupEntry = z.looseObject({
  TargetGroupArn: z.string(),
  TargetGroupName: z.string(),
  TargetType: z.string().default("instance"),
  HealthCheckProtocol: z.string().optional(),
  HealthCheckPort: z.string().default("traffic-port"),
  HealthCheckIntervalSeconds: z.int().optional(),
  HealthCheckTimeoutSeconds: z.int().optional(),
  HealthyThresholdCount: z.int().optional(),
  UnhealthyThresholdCount: z.int().optional(),
  HealthCheckPath: z.string().optional(),
  Matcher: z.looseObject({ HttpCode: z.string().optional() }).optional(),
});

export const listenerEntry = z.looseObject({
  ListenerArn: z.string(),
  LoadBalancerArn: z.string(),
  Port: z.int(),
  Protocol: z.string(),
  DefaultActions: z
    .array(
      z.looseObject({
        TargetGroupArn: z.string().optional(),
        ForwardConfig: z
          .looseObject({ TargetGroups: z.array(z.looseObject({ TargetGroupArn: z.string() })).default([]) })
          .optional(),
      }),
    )
    .default([]),
});

export const healthEntry = z.looseObject({
  Target: z.looseObject({
    Id: z.string(),
    Port: z.int(),
    AvailabilityZone: z.string().optional(),
  }),
  TargetHealth: z.looseObject({ State: z.string() }),
});

/**
 * One answer, or several merged into one object. Answers with attributes or target health do not say what they are of;
 * the ARN may be put beside them.
 */
export const answer = z
  .looseObject({
    LoadBalancers: z.array(balancerEntry),
    TargetGroups: z.array(groupEntry),
    Listeners: z.array(listenerEntry),
    TargetHealthDescriptions: z.array(healthEntry),
    Attributes: pairs,
    LoadBalancerArn: z.string(),
    TargetGroupArn: z.string(),
    ListenerArn: z.string(),
  })
  .partial();

export type Answer = z.infer<typeof answer>;
export type BalancerEntry = z.infer<typeof balancerEntry>;
export type GroupEntry = z.infer<typeof groupEntry>;
export type ListenerEntry = z.infer<typeof listenerEntry>;
export type HealthEntry = z.infer<typeof healthEntry>;

const MEMBERS = [
  "LoadBalancers",
  "TargetGroups",
  "Listeners",
  "TargetHealthDescriptions",
  "Attributes",
] as const;

/** Attributes of other services are lists of pairs too; these are ELBv2's. */
const OURS =
  /^(preserve_client_ip|load_balancing|deregistration_delay|proxy_protocol_v2|stickiness|target_group_health|target_health_state|deletion_protection|dns_record|access_logs|tcp\.idle_timeout|routing\.http|idle_timeout)\b/;

function readOne(value: unknown): Answer | undefined {
  const read = answer.safeParse(value);
  if (!read.success || Array.isArray(value)) return undefined;
  const { Attributes, LoadBalancers } = read.data;
  if (Attributes !== undefined && !Attributes.some(({ Key }) => OURS.test(Key))) return undefined;
  if (LoadBalancers?.some(({ LoadBalancerArn }) => !LoadBalancerArn.includes(":elasticloadbalancing:")))
    return undefined;
  return MEMBERS.some((member) => (read.data[member]?.length ?? 0) > 0) ? read.data : undefined;
}

/** The answers in a document: one, or a list of them (`jq -s . *.json`); undefined when it is nothing of that. */
export function answersOf(value: unknown): readonly Answer[] | undefined {
  if (!Array.isArray(value)) {
    const one = readOne(value);
    return one === undefined ? undefined : [one];
  }
  const all = value.map(readOne);
  return all.length > 0 && all.every((each) => each !== undefined) ? all : undefined;
}
