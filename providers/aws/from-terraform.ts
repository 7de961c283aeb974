import type { Origin } from "../../src/core/fact.ts";
import type { Observation } from "../../src/core/observation.ts";
import type { TerraformResource } from "../../src/core/provider.ts";
import { type SourcedAnswer, thingsOf } from "./answers.ts";
import { CROSS_ZONE, IDLE, PRESERVE } from "./attributes.ts";
import { answersOf } from "./documents.ts";
import { factsOf } from "./recognise.ts";

const text = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
const first = (value: unknown): Readonly<Record<string, unknown>> =>
  (Array.isArray(value) ? value[0] : undefined) ?? {};
/** null stands for what is not set. */
const set = (entries: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== null && value !== undefined));
const attribute = (key: string, value: unknown) =>
  text(value) === undefined ? [] : [{ Key: key, Value: text(value) }];

/** An ARN that nobody knows before apply is stood for by one made of the address. */
const standIn = (address: string): string => `arn:aws:elasticloadbalancing:::terraform/${address}`;
const arnOf = ({ values, address }: TerraformResource): string => text(values["arn"]) ?? standIn(address);

type Translate = (
  resource: TerraformResource,
  refer: (argument: string) => string | undefined,
) => readonly unknown[];

const loadBalancer: Translate = (resource) => {
  const { values, address } = resource;
  const arn = arnOf(resource);
  const subnets = Array.isArray(values["subnets"]) ? values["subnets"] : [];
  return [
    {
      LoadBalancers: [
        set({
          LoadBalancerArn: arn,
          LoadBalancerName: text(values["name"]) ?? address,
          DNSName: values["dns_name"],
          Scheme: values["internal"] === true ? "internal" : "internet-facing",
          Type: values["load_balancer_type"] ?? "application",
          SecurityGroups: values["security_groups"],
          AvailabilityZones: subnets.map((SubnetId) => ({ SubnetId })),
        }),
      ],
    },
    { LoadBalancerArn: arn, Attributes: attribute(CROSS_ZONE, values["enable_cross_zone_load_balancing"]) },
  ];
};

const targetGroup: Translate = (resource) => {
  const { values, address } = resource;
  const arn = arnOf(resource);
  const check = first(values["health_check"]);
  return [
    {
      TargetGroups: [
        set({
          TargetGroupArn: arn,
          TargetGroupName: text(values["name"]) ?? address,
          TargetType: values["target_type"],
          HealthCheckProtocol: check["protocol"],
          HealthCheckPort: check["port"],
          HealthCheckIntervalSeconds: check["interval"],
          HealthCheckTimeoutSeconds: check["timeout"],
          HealthyThresholdCount: check["healthy_threshold"],
          UnhealthyThresholdCount: check["unhealthy_threshold"],
          HealthCheckPath: check["path"] || undefined,
          Matcher: text(check["matcher"]) ? { HttpCode: check["matcher"] } : undefined,
        }),
      ],
    },
    {
      TargetGroupArn: arn,
      Attributes: [
        { Key: "deregistration_delay.timeout_seconds", Value: text(values["deregistration_delay"]) ?? "300" },
        ...attribute(PRESERVE, values["preserve_client_ip"]),
        ...attribute(CROSS_ZONE, values["load_balancing_cross_zone_enabled"]),
      ],
    },
  ];
};

const listener: Translate = (resource, refer) => {
  const { values } = resource;
  const arn = arnOf(resource);
  const group = refer("target_group_arn") ?? text(first(values["default_action"])["target_group_arn"]);
  return [
    {
      Listeners: [
        set({
          ListenerArn: arn,
          LoadBalancerArn: refer("load_balancer_arn") ?? "",
          Port: values["port"],
          Protocol: values["protocol"],
          DefaultActions: group === undefined ? [] : [{ TargetGroupArn: group }],
        }),
      ],
    },
    { ListenerArn: arn, Attributes: attribute(IDLE, values["tcp_idle_timeout_seconds"]) },
  ];
};

const TYPES: Readonly<Record<string, Translate>> = {
  aws_lb: loadBalancer,
  aws_lb_listener: listener,
  aws_lb_target_group: targetGroup,
};

/** Targets of all attachments, by group; a group with one that is known only after apply has none that are known. */
function targets(
  attachments: readonly TerraformResource[],
  refer: (r: TerraformResource, a: string) => string | undefined,
) {
  const groups = new Map<string, { readonly places: string[]; readonly ids: (object | undefined)[] }>();
  for (const each of attachments) {
    const group = refer(each, "target_group_arn") ?? "";
    const entry = groups.get(group) ?? { places: [], ids: [] };
    const { target_id: Id, port } = each.values;
    entry.places.push(each.address);
    entry.ids.push(
      typeof Id === "string" && typeof port === "number"
        ? { Target: { Id, Port: port }, TargetHealth: { State: "unused" } }
        : undefined,
    );
    groups.set(group, entry);
  }
  return groups;
}

const AFTER_APPLY = {
  en: "Terraform does not tell it here: it is known after apply, or stands in another document",
  zh: "Terraform 在此处没有给出：apply 之后才可知，或位于其他文档中",
};

/** The same facts as from AWS's own answers; locations are addresses. */
export function fromTerraform(
  resources: readonly TerraformResource[],
  source: string,
): Iterable<Observation> {
  const byAddress = new Map(resources.map((each) => [each.address, each]));
  const refer = (from: TerraformResource, argument: string): string | undefined => {
    const known = text(from.values[argument]);
    const target = byAddress.get(from.references[argument] ?? "");
    return known ?? (target === undefined ? undefined : arnOf(target));
  };
  const answers: SourcedAnswer[] = [];
  const say = (value: unknown, place: string) => {
    for (const answer of answersOf(value) ?? []) answers.push({ answer, source: place });
  };
  for (const each of resources)
    for (const value of TYPES[each.type]?.(each, (argument) => refer(each, argument)) ?? [])
      say(value, each.address);
  const attached = resources.filter(({ type }) => type === "aws_lb_target_group_attachment");
  for (const [TargetGroupArn, { places, ids }] of targets(attached, refer))
    if (!ids.includes(undefined)) say({ TargetGroupArn, TargetHealthDescriptions: ids }, places.join(", "));
  const place = (origin: Origin): Origin => ({
    ...origin,
    source,
    location: origin.location === undefined ? origin.source : `${origin.source} ${origin.location}`,
  });
  return factsOf(thingsOf(answers)).map(({ reading, origin, ...rest }) => ({
    ...rest,
    reading: reading.known
      ? reading
      : {
          known: false,
          reason: AFTER_APPLY,
          howToProvide: "terraform apply && terraform show -json > state.json",
        },
    origin: place(origin),
  }));
}
