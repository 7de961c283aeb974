import * as z from "zod/mini";

/* What `aws elbv2 describe-…` prints, as far as it is read (ELBv2 API 2015-12-01). */

const text = z.optional(z.string());
const whole = z.optional(z.int());
const listOf = <T extends z.ZodMiniType>(item: T) => z._default(z.array(item), []);

const pairs = z.array(z.looseObject({ Key: z.string(), Value: z._default(z.string(), "") }));

const balancerEntry = z.looseObject({
  LoadBalancerArn: z.string(),
  LoadBalancerName: z.string(),
  DNSName: text,
  Scheme: text,
  Type: z._default(z.string(), "network"),
  SecurityGroups: listOf(z.string()),
  AvailabilityZones: listOf(
    z.looseObject({
      ZoneName: text,
      SubnetId: text,
      LoadBalancerAddresses: listOf(z.looseObject({ PrivateIPv4Address: text, IpAddress: text })),
    }),
  ),
});

const groupEntry = z.looseObject({
  TargetGroupArn: z.string(),
  TargetGroupName: z.string(),
  TargetType: z._default(z.string(), "instance"),
  HealthCheckProtocol: text,
  HealthCheckPort: z._default(z.string(), "traffic-port"),
  HealthCheckIntervalSeconds: whole,
  HealthCheckTimeoutSeconds: whole,
  HealthyThresholdCount: whole,
  UnhealthyThresholdCount: whole,
  HealthCheckPath: text,
  Matcher: z.optional(z.looseObject({ HttpCode: text })),
});

const listenerEntry = z.looseObject({
  ListenerArn: z.string(),
  LoadBalancerArn: z.string(),
  // Those of Gateway Load Balancers have neither.
  Port: whole,
  Protocol: text,
  DefaultActions: listOf(
    z.looseObject({
      TargetGroupArn: text,
      ForwardConfig: z.optional(
        z.looseObject({ TargetGroups: listOf(z.looseObject({ TargetGroupArn: z.string() })) }),
      ),
    }),
  ),
});

const healthEntry = z.looseObject({
  // Functions have no port.
  Target: z.looseObject({ Id: z.string(), Port: whole, AvailabilityZone: text }),
  TargetHealth: z.looseObject({ State: z.string() }),
});

/**
 * One answer, or several merged into one object. Answers with attributes or target health do not say what they are of;
 * the ARN may be put beside them.
 */
const answer = z.partial(
  z.looseObject({
    LoadBalancers: z.array(balancerEntry),
    TargetGroups: z.array(groupEntry),
    Listeners: z.array(listenerEntry),
    TargetHealthDescriptions: z.array(healthEntry),
    Attributes: pairs,
    LoadBalancerArn: z.string(),
    TargetGroupArn: z.string(),
    ListenerArn: z.string(),
  }),
);

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

/** What else an answer may hold. */
const BESIDE: readonly string[] = ["NextMarker", "LoadBalancerArn", "TargetGroupArn", "ListenerArn"];

/** Attributes of other services are lists of pairs too; these are ELBv2's. */
const OURS =
  /^(preserve_client_ip|load_balancing|deregistration_delay|proxy_protocol_v2|stickiness|target_group_health|target_health_state|deletion_protection|dns_record|access_logs|tcp\.idle_timeout|routing\.http|idle_timeout)\b/;

/** An answer that lists nothing: told from any other JSON by holding nothing else either. */
const isEmpty = (read: Answer): boolean =>
  MEMBERS.some((member) => read[member] !== undefined) &&
  Object.keys(read).every((key) => BESIDE.includes(key) || (MEMBERS as readonly string[]).includes(key));

function readOne(value: unknown): Answer | undefined {
  const read = answer.safeParse(value);
  if (!read.success || Array.isArray(value)) return undefined;
  const { Attributes, LoadBalancers } = read.data;
  if (Attributes !== undefined && Attributes.length > 0 && !Attributes.some(({ Key }) => OURS.test(Key)))
    return undefined;
  if (LoadBalancers?.some(({ LoadBalancerArn }) => !LoadBalancerArn.includes(":elasticloadbalancing:")))
    return undefined;
  const isFull = MEMBERS.some((member) => (read.data[member]?.length ?? 0) > 0);
  return isFull || isEmpty(read.data) ? read.data : undefined;
}

/** The answers in a document: one, or a list of them; undefined when it is nothing of that. */
export function answersOf(value: unknown): readonly Answer[] | undefined {
  if (!Array.isArray(value)) {
    const one = readOne(value);
    return one === undefined ? undefined : [one];
  }
  const all = value.map(readOne);
  return all.length > 0 && all.every((each) => each !== undefined) ? all : undefined;
}
