import type { Origin } from "../../src/core/fact.ts";
import type { Backend } from "../../src/core/facts.ts";
import { isAddress } from "../../src/core/net.ts";
import { type Observation, observed, unreadable } from "../../src/core/observation.ts";
import type { EvidenceDocument } from "../../src/core/provider.ts";
import { type Things, type Told, thingsOf } from "./answers.ts";
import { CROSS_ZONE, IDLE, PRESERVE, preserveDefault } from "./attributes.ts";
import {
  answersOf,
  type BalancerEntry,
  type GroupEntry,
  type HealthEntry,
  type ListenerEntry,
} from "./documents.ts";
import { healthCheckObservation, listenerSubject } from "./facts-of-listener.ts";
import { alb, FIXED_SECURITY, nlb } from "./models.ts";

const observedIn = (source: string): Origin => ({ kind: "observed", source });

/** What is told of one thing; answers given twice may differ, and then all of them count. */
const toldOf = <T>(things: readonly Told<T>[], arn: string): readonly Told<T>[] =>
  things.filter(({ of }) => of === arn);

function* balancerFacts(
  { said: entry, source }: Told<BalancerEntry>,
  { attributes }: Things,
): Iterable<Observation> {
  const { LoadBalancerArn: id, Type: type } = entry;
  const origin = observedIn(source);
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
  yield observed("balancer", id, "settings", model === nlb ? { ...FIXED_SECURITY } : {}, origin);
  for (const { said, source: from } of toldOf(attributes, id)) {
    const cross = said[CROSS_ZONE];
    if (cross !== undefined)
      yield observed("balancer", id, "settings", { crossZone: cross === "true" }, observedIn(from));
  }
}

/** An attribute that a complete list leaves out has its default, which depends on the target type. */
function* groupSettings(
  id: string,
  { TargetGroupArn, TargetType: type }: GroupEntry,
  { attributes }: Things,
): Iterable<Observation> {
  for (const { said, source } of toldOf(attributes, TargetGroupArn)) {
    const origin = observedIn(source);
    const live = said[PRESERVE];
    const preserveClientIp = live === undefined ? preserveDefault(type) : live === "true";
    const assumed: Origin = {
      ...origin,
      kind: "default",
      location: `${PRESERVE} (not listed: default of ${type} targets)`,
    };
    yield observed("listener", id, "settings", { preserveClientIp }, live === undefined ? assumed : origin);
    const own = said[CROSS_ZONE];
    if (own === "true" || own === "false")
      yield observed("listener", id, "settings", { crossZone: own === "true" }, origin);
  }
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

const NAMED = {
  groups: {
    facts: ["backends", "healthCheck"],
    answer: "describe-target-groups",
    howToProvide: "aws elbv2 describe-target-groups --load-balancer-arn ARN > target-groups.json",
  },
  // Beside the ARN it is clear whose health it is, however many target groups there are.
  health: {
    facts: ["backends"],
    answer: "describe-target-health",
    howToProvide:
      "aws elbv2 describe-target-health --target-group-arn ARN | jq '. + {TargetGroupArn: \"ARN\"}' > target-health.json",
  },
} as const;

/** What no answer says, or an answer of which it is not clear what it is of. */
const untold = (id: string, missing: keyof typeof NAMED, arn: string, origin: Origin): Observation[] => {
  const { facts, answer, howToProvide } = NAMED[missing];
  const reason = {
    en: `no answer of aws elbv2 ${answer} can be told to be of this listener's target group`,
    zh: `没有可确定属于该监听器目标组的 aws elbv2 ${answer} 应答`,
  };
  return facts.map((fact) =>
    unreadable(
      "listener",
      id,
      fact,
      reason,
      origin,
      howToProvide.replaceAll(/\bARN\b/g, () => arn || "ARN"),
    ),
  );
};

function* groupFacts(
  id: string,
  { said: group, source }: Told<GroupEntry>,
  things: Things,
): Iterable<Observation> {
  const origin = observedIn(source);
  yield observed("listener", id, "settings", { targetType: group.TargetType }, origin);
  yield* groupSettings(id, group, things);
  const health = toldOf(things.health, group.TargetGroupArn);
  for (const each of health)
    yield observed("listener", id, "backends", backendsOf(each.said), observedIn(each.source));
  if (health.length === 0) yield* untold(id, "health", group.TargetGroupArn, origin);
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
    health.flatMap(({ said }) => backendsOf(said).map(({ port }) => port)),
    origin,
  );
}

function* listenerFacts({ said: entry, source }: Told<ListenerEntry>, things: Things): Iterable<Observation> {
  const { Port: port, Protocol: wire } = entry;
  if (port === undefined || wire === undefined) return;
  const origin = observedIn(source);
  const id = listenerSubject(entry.LoadBalancerArn, port);
  const protocol = PROTOCOLS[wire as keyof typeof PROTOCOLS];
  yield observed("listener", id, "balancer", entry.LoadBalancerArn, origin);
  yield observed("listener", id, "port", port, origin);
  yield observed("listener", id, "settings", { protocol: wire }, origin);
  if (protocol !== undefined) yield observed("listener", id, "protocol", protocol, origin);
  for (const { said, source: from } of toldOf(things.attributes, entry.ListenerArn)) {
    const idle = Number(said[IDLE]);
    if (idle > 0) yield observed("listener", id, "idleTimeoutSeconds", idle, observedIn(from));
  }
  const [action] = entry.DefaultActions;
  const arn = action?.TargetGroupArn ?? action?.ForwardConfig?.TargetGroups[0]?.TargetGroupArn ?? "";
  const groups = toldOf(things.groups, arn);
  for (const group of groups) yield* groupFacts(id, group, things);
  if (groups.length === 0) yield* untold(id, "groups", entry.LoadBalancerArn, origin);
}

/** Facts from all that is told, by whatever document. */
export const factsOf = (things: Things): readonly Observation[] => [
  ...things.balancers.flatMap((told) => [...balancerFacts(told, things)]),
  ...things.listeners.flatMap((told) => [...listenerFacts(told, things)]),
];

/** Facts from all that `aws elbv2 describe-…` printed, in one file or in several, whatever their order. */
export const together = (documents: readonly EvidenceDocument[]): Iterable<Observation> =>
  factsOf(
    thingsOf(
      documents.flatMap(({ value, source }) =>
        (answersOf(value) ?? []).map((answer) => ({ answer, source })),
      ),
    ),
  );

/** What one document says by itself; undefined when `aws elbv2 describe-…` prints nothing like it. */
export const recognise = (document: EvidenceDocument): Iterable<Observation> | undefined =>
  answersOf(document.value) === undefined ? undefined : together([document]);
