import type { EmulatorContext, World, WorldInstance } from "../../../src/emulator/types.ts";
import { balancersOf, listenersOf } from "./call.ts";
import { isActive } from "./load-balancers.ts";
import type { Listener, LoadBalancer, NodeView, State, Target, TargetGroup, Zone } from "./state.ts";

export type Health =
  | { readonly State: "healthy" }
  | {
      readonly State: "initial" | "unhealthy" | "unhealthy.draining" | "unused" | "draining";
      readonly Reason: string;
      readonly Description: string;
    };

const health = (State: Exclude<Health["State"], "healthy">, Reason: string, Description: string): Health => ({
  State,
  Reason,
  Description,
});

export const NOT_REGISTERED = health(
  "unused",
  "Target.NotRegistered",
  "Target is not registered to the target group",
);
const NOT_ATTACHED = health(
  "unused",
  "Target.NotInUse",
  "Target group is not configured to receive traffic from the load balancer",
);
const ZONE_NOT_ENABLED = health(
  "unused",
  "Target.NotInUse",
  "Target is in an Availability Zone that is not enabled for the load balancer",
);
const STOPPED = health("unused", "Target.InvalidState", "Target is in the stopped state");
const RESERVED = health("unused", "Target.IpUnusable", "The target IP address is in use by a load balancer");
const REGISTERING = health("initial", "Elb.RegistrationInProgress", "Target registration is in progress");
const CHECKING = health("initial", "Elb.InitialHealthChecking", "Initial health checks in progress");
const DRAINING = health(
  "draining",
  "Target.DeregistrationInProgress",
  "Target deregistration is in progress",
);

const WHY = {
  "Target.Timeout": "Request timed out",
  "Target.FailedHealthChecks": "Health checks failed",
} as const;

/** Key of one socket of the data plane: a listener on one load balancer node. */
export const listenerKey = (listener: Listener, zone: Zone): string =>
  `${listener.arn}@${zone.networkInterfaceId}`;

export const targetKey = ({ id, port }: Pick<Target, "id" | "port">): string => `${id}:${port}`;

export const instanceOf = (target: Target, group: TargetGroup, world: World): WorldInstance | undefined =>
  group.targetType === "instance" ? world.instances.find(({ id }) => id === target.id) : undefined;

/** Zone that a target counts to; undefined when it counts to all. */
export function zoneOf(target: Target, group: TargetGroup, world: World): string | undefined {
  if (group.targetType === "instance") return instanceOf(target, group, world)?.zone;
  return target.zone === "all" ? undefined : target.zone;
}

type Where = Pick<EmulatorContext<State>, "state" | "world" | "now">;

/** Why a target gets neither traffic nor probes, if it gets none. */
export function unusable(
  target: Target,
  group: TargetGroup,
  balancer: LoadBalancer,
  where: Where,
): Health | undefined {
  const { world, state } = where;
  if (group.targetType === "instance" && instanceOf(target, group, world)?.state !== "running")
    return STOPPED;
  if (state.loadBalancers.some(({ zones }) => zones.some(({ address }) => address === target.id)))
    return RESERVED;
  const zone = zoneOf(target, group, world);
  if (zone !== undefined && !balancer.zones.some((enabled) => enabled.zone === zone)) return ZONE_NOT_ENABLED;
  return undefined;
}

/** Whether a target is past the first stage of registration. */
export function isRegistered(target: Target, group: TargetGroup, where: Where): boolean {
  const attachedAtMs = Math.min(...listenersOf(where.state, group).map((listener) => listener.attachedAtMs));
  return where.now - Math.max(target.registeredAtMs, attachedAtMs) >= where.state.settings.registrationMs;
}

/** What DescribeTargetHealth says of one target. A target is only healthy if no load balancer node disagrees. */
export function healthOf(target: Target, group: TargetGroup, where: Where): Health {
  const { state, now } = where;
  if (target.drainingSinceMs !== undefined) return DRAINING;
  const [balancer] = balancersOf(state, group);
  if (balancer === undefined) return NOT_ATTACHED;
  const reason = unusable(target, group, balancer, where);
  if (reason !== undefined) return reason;
  if (!isActive(balancer, where) || !isRegistered(target, group, where)) return REGISTERING;
  const views = listenersOf(state, group)
    .flatMap((listener) => balancer.zones.map((zone) => target.views[listenerKey(listener, zone)]))
    .filter((view): view is NodeView => view?.healthy !== undefined);
  if (views.length === 0) return CHECKING;
  const bad = views.find(({ healthy }) => healthy === false);
  if (bad === undefined) return { State: "healthy" };
  const why = bad.reason ?? "Target.FailedHealthChecks";
  const drainingMs =
    group.attributes["target_health_state.unhealthy.connection_termination.enabled"] === "false"
      ? Number(group.attributes["target_health_state.unhealthy.draining_interval_seconds"]) * 1000
      : 0;
  const still = now - (bad.unhealthySinceMs ?? 0) < drainingMs;
  return health(still ? "unhealthy.draining" : "unhealthy", why, WHY[why]);
}

/** Takes one probe into a node's view. One success makes a new target healthy; later verdicts need the thresholds. */
export function takeProbe(
  before: NodeView | undefined,
  probe: { readonly ok: boolean; readonly timeout: boolean; readonly at: number },
  thresholds: { readonly healthy: number; readonly unhealthy: number },
): NodeView {
  const view: NodeView = { ...(before ?? { streak: 0 }) };
  if (!probe.ok) view.reason = probe.timeout ? "Target.Timeout" : "Target.FailedHealthChecks";
  if (view.healthy === undefined && probe.ok) return { healthy: true, streak: 0 };
  const contradicts = probe.ok !== (view.healthy ?? true);
  view.streak = contradicts ? view.streak + 1 : 0;
  if (view.streak < (probe.ok ? thresholds.healthy : thresholds.unhealthy)) return view;
  return probe.ok
    ? { healthy: true, streak: 0 }
    : {
        healthy: false,
        streak: 0,
        reason: view.reason ?? "Target.FailedHealthChecks",
        unhealthySinceMs: probe.at,
      };
}
