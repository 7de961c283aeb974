import type { Origin } from "../../src/core/fact.ts";
import type { Backend } from "../../src/core/facts.ts";
import type { SettingValue } from "../../src/core/forwarding.ts";
import { isAddress } from "../../src/core/net.ts";
import { type Observation, observed, unreadable } from "../../src/core/observation.ts";
import type { EvidenceDocument } from "../../src/core/provider.ts";
import { CROSS_ZONE, fromList, IDLE, PRESERVE, preserveDefault } from "./attributes.ts";
import {
  type Answer,
  answersOf,
  type BalancerEntry,
  type GroupEntry,
  type HealthEntry,
  type ListenerEntry,
} from "./documents.ts";
import { healthCheckObservation, listenerSubject } from "./facts-of-listener.ts";
import { alb, FIXED_SECURITY, nlb } from "./models.ts";

/** All that the answers of one document say, by ARN. */
interface Bundle {
  readonly balancers: readonly BalancerEntry[];
  readonly listeners: readonly ListenerEntry[];
  readonly groups: ReadonlyMap<string, GroupEntry>;
  readonly attributes: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly health: ReadonlyMap<string, readonly HealthEntry[]>;
}

const only = <T>(items: readonly T[]): T | undefined => (items.length === 1 ? items[0] : undefined);

/** What a list of attributes belongs to: the ARN beside it, else the only thing of the kind that has such attributes. */
function ownerOf(
  answer: Answer,
  keys: readonly string[],
  arns: Record<"balancers" | "groups" | "listeners", readonly string[]>,
) {
  const named = answer.TargetGroupArn ?? answer.ListenerArn ?? answer.LoadBalancerArn;
  if (named !== undefined) return named;
  if (keys.some((key) => /^(preserve_client_ip|deregistration_delay)\./.test(key))) return only(arns.groups);
  if (keys.includes("deletion_protection.enabled")) return only(arns.balancers);
  return keys.includes(IDLE) ? only(arns.listeners) : undefined;
}

function bundleOf(answers: readonly Answer[]): Bundle {
  const balancers = answers.flatMap(({ LoadBalancers = [] }) => LoadBalancers);
  const groups = new Map(
    answers.flatMap(({ TargetGroups = [] }) =>
      TargetGroups.map((each) => [each.TargetGroupArn, each] as const),
    ),
  );
  const listeners = answers.flatMap(({ Listeners = [] }) => Listeners);
  const arns = {
    balancers: balancers.map((each) => each.LoadBalancerArn),
    groups: [...groups.keys()],
    listeners: listeners.map((each) => each.ListenerArn),
  };
  const attributes = new Map<string, Record<string, string>>();
  const health = new Map<string, readonly HealthEntry[]>();
  for (const answer of answers) {
    const pairs = fromList(answer.Attributes);
    const owner = ownerOf(answer, Object.keys(pairs), arns);
    if (answer.Attributes !== undefined && owner !== undefined) attributes.set(owner, pairs);
    const group = answer.TargetGroupArn ?? only(arns.groups);
    if (answer.TargetHealthDescriptions !== undefined && group !== undefined)
      health.set(group, answer.TargetHealthDescriptions);
  }
  return { balancers, listeners, groups, attributes, health };
}

function* balancerFacts(entry: BalancerEntry, bundle: Bundle, origin: Origin): Iterable<Observation> {
  const { LoadBalancerArn: id, Type: type } = entry;
  yield observed("balancer", id, "title", entry.LoadBalancerName, origin);
  yield observed("balancer", id, "provider", "aws", origin);
  const model = type === "network" ? nlb : type === "application" ? alb : undefined;
  if (model !== undefined) yield observed("balancer", id, "model", model.id, origin);
  if (entry.Scheme !== undefined)
    yield observed(
      "balancer",
      id,
      "scheme",
      entry.Scheme === "internal" ? "internal" : "internet-facing",
      origin,
    );
  if (entry.DNSName !== undefined) yield observed("balancer", id, "names", [entry.DNSName], origin);
  yield observed("balancer", id, "securityGroups", [...entry.SecurityGroups].sort(), origin);
  const addresses = entry.AvailabilityZones.map(({ ZoneName, SubnetId, LoadBalancerAddresses: [shown] }) => ({
    address: shown?.PrivateIPv4Address ?? shown?.IpAddress ?? `(address in ${ZoneName ?? SubnetId})`,
    ...(ZoneName === undefined ? {} : { zone: ZoneName }),
    ...(SubnetId === undefined ? {} : { subnet: SubnetId }),
  }));
  if (addresses.length > 0) yield observed("balancer", id, "addresses", addresses, origin);
  const cross = bundle.attributes.get(id)?.[CROSS_ZONE];
  yield observed(
    "balancer",
    id,
    "settings",
    {
      ...(model === nlb ? FIXED_SECURITY : {}),
      ...(cross === undefined ? {} : { crossZone: cross === "true" }),
    },
    origin,
  );
}

/** What the group settles. An attribute that a complete list leaves out has its default, which depends on the target type. */
function groupSettings(
  group: GroupEntry,
  attributes: Readonly<Record<string, string>> | undefined,
): { readonly settings: Record<string, SettingValue>; readonly defaulted: boolean } {
  const settings: Record<string, SettingValue> = { targetType: group.TargetType };
  if (attributes === undefined) return { settings, defaulted: false };
  const live = attributes[PRESERVE];
  settings["preserveClientIp"] = live === undefined ? preserveDefault(group.TargetType) : live === "true";
  const own = attributes[CROSS_ZONE];
  if (own === "true" || own === "false") settings["crossZone"] = own === "true";
  return { settings, defaulted: live === undefined };
}

const HEALTH: Readonly<Record<string, "healthy" | "unhealthy">> = {
  healthy: "healthy",
  unhealthy: "unhealthy",
  "unhealthy.draining": "unhealthy",
};

const backendsOf = (health: readonly HealthEntry[]): readonly Backend[] =>
  health
    .filter(({ TargetHealth }) => TargetHealth.State !== "draining")
    .flatMap(({ Target: { Id, Port: port, AvailabilityZone: zone }, TargetHealth }) =>
      port === undefined
        ? []
        : [
            {
              ...(isAddress(Id) ? { address: Id } : { instanceId: Id }),
              port,
              weight: 1,
              ...(zone === undefined || zone === "all" ? {} : { zone }),
              health: HEALTH[TargetHealth.State] ?? "unknown",
            },
          ],
    );

const PROTOCOLS = { TCP: "tcp", TLS: "tls", UDP: "udp", HTTP: "http", HTTPS: "https" } as const;

/** Answers find each other in one document only: the ARNs that join them stand in some and not in others. */
const apart = (id: string, fact: "backends" | "healthCheck", missing: string, origin: Origin): Observation =>
  unreadable(
    "listener",
    id,
    fact,
    {
      en: `the answer of aws elbv2 ${missing} is not in the same document; put all answers for one load balancer into one list`,
      zh: `同一文档中没有 aws elbv2 ${missing} 的应答；请把同一负载均衡器的所有应答合并为一个列表`,
    },
    origin,
    "jq -s . *.json > nlb.json",
  );

function* listenerFacts(entry: ListenerEntry, bundle: Bundle, origin: Origin): Iterable<Observation> {
  const { Port: port, Protocol: wire } = entry;
  if (port === undefined || wire === undefined) return;
  const id = listenerSubject(entry.LoadBalancerArn, port);
  const protocol = PROTOCOLS[wire as keyof typeof PROTOCOLS];
  yield observed("listener", id, "balancer", entry.LoadBalancerArn, origin);
  yield observed("listener", id, "port", port, origin);
  if (protocol !== undefined) yield observed("listener", id, "protocol", protocol, origin);
  const idle = Number(bundle.attributes.get(entry.ListenerArn)?.[IDLE]);
  if (idle > 0) yield observed("listener", id, "idleTimeoutSeconds", idle, origin);
  const [action] = entry.DefaultActions;
  const arn = action?.TargetGroupArn ?? action?.ForwardConfig?.TargetGroups[0]?.TargetGroupArn ?? "";
  const group = bundle.groups.get(arn);
  if (group === undefined) {
    yield observed("listener", id, "settings", { protocol: wire }, origin);
    yield apart(id, "backends", "describe-target-groups", origin);
    yield apart(id, "healthCheck", "describe-target-groups", origin);
    return;
  }
  const { settings, defaulted } = groupSettings(group, bundle.attributes.get(arn));
  yield observed(
    "listener",
    id,
    "settings",
    { protocol: wire, ...settings },
    {
      ...origin,
      ...(defaulted
        ? { kind: "default", location: `${PRESERVE} (not listed: default of ${group.TargetType} targets)` }
        : {}),
    },
  );
  const health = bundle.health.get(arn);
  const backends = health === undefined ? [] : backendsOf(health);
  yield health === undefined
    ? apart(id, "backends", "describe-target-health", origin)
    : observed("listener", id, "backends", backends, origin);
  const { HealthCheckProtocol: checked, HealthCheckIntervalSeconds: interval } = group;
  if (checked === undefined || interval === undefined) return;
  yield healthCheckObservation(
    id,
    {
      protocol: checked,
      port: group.HealthCheckPort,
      intervalSeconds: interval,
      timeoutSeconds: group.HealthCheckTimeoutSeconds ?? interval,
      healthyThreshold: group.HealthyThresholdCount ?? 5,
      unhealthyThreshold: group.UnhealthyThresholdCount ?? 2,
      path: group.HealthCheckPath,
      matcher: group.Matcher?.HttpCode,
    },
    backends.map((each) => each.port),
    origin,
  );
}

/**
 * Facts from what `aws elbv2 describe-…` prints; undefined when the document is nothing of that. Answers refer to each
 * other by ARN, so a list of them says more than each alone.
 */
export function recognise({ value, source }: EvidenceDocument): Iterable<Observation> | undefined {
  const answers = answersOf(value);
  if (answers === undefined) return undefined;
  const bundle = bundleOf(answers);
  const origin: Origin = { kind: "observed", source };
  return [
    ...bundle.balancers.flatMap((entry) => [...balancerFacts(entry, bundle, origin)]),
    ...bundle.listeners.flatMap((entry) => [...listenerFacts(entry, bundle, origin)]),
  ];
}
