import { type Behaviour, behaviourOf } from "../../../src/core/forwarding.ts";
import type {
  DataPlaneBackend,
  DataPlaneListener,
  EmulatorContext,
  ProbeOutcome,
  ProbeSettings,
} from "../../../src/emulator/types.ts";
import { nlb } from "../models.ts";
import { parseMatcher } from "./health-check.ts";
import { isActive } from "./load-balancers.ts";
import type { Listener, LoadBalancer, State, Target, TargetGroup, Zone } from "./state.ts";
import {
  instanceOf,
  isRegistered,
  listenerKey,
  takeProbe,
  targetKey,
  unusable,
  zoneOf,
} from "./target-health.ts";

type Context = EmulatorContext<State>;

/** The target group's own switch overrides the load balancer's. */
function crossZone(group: TargetGroup, balancer: LoadBalancer): boolean {
  const key = "load_balancing.cross_zone.enabled";
  const own = group.attributes[key];
  return (own === "true" || own === "false" ? own : balancer.attributes[key]) === "true";
}

function probeOf({ healthCheck: check }: TargetGroup, listener: Listener, zone: Zone): ProbeSettings {
  return {
    protocol: check.protocol === "TCP" ? "tcp" : check.protocol === "HTTP" ? "http" : "https",
    path: check.path ?? "/",
    method: "GET",
    // The node's own address and the listener's port, as the NLB guide has it; API servers ignore it.
    hostHeader: `${zone.address}:${listener.port}`,
    codes: check.matcher === undefined ? [] : (parseMatcher(check.matcher) ?? []),
    intervalMs: check.intervalSeconds * 1000,
    timeoutMs: check.timeoutSeconds * 1000,
    healthyThreshold: check.healthyThreshold,
    unhealthyThreshold: check.unhealthyThreshold,
  };
}

function backendOf(target: Target, group: TargetGroup, { world }: Context): DataPlaneBackend {
  const { port: checkPort } = group.healthCheck;
  return {
    key: targetKey(target),
    address: instanceOf(target, group, world)?.addresses[0] ?? target.id,
    port: target.port,
    probePort: checkPort === "traffic-port" ? target.port : Number(checkPort),
    weight: 1,
    zone: zoneOf(target, group, world),
  };
}

function socketsOf(
  listener: Listener,
  balancer: LoadBalancer,
  group: TargetGroup,
  context: Context,
): DataPlaneListener[] {
  const isOn = (key: string): boolean => group.attributes[key] === "true";
  const outcome = behaviourOf(nlb, {
    targetType: group.targetType,
    protocol: listener.protocol,
    preserveClientIp: isOn("preserve_client_ip.enabled"),
    crossZone: crossZone(group, balancer),
  });
  const modelled = outcome.known ? outcome.behaviour : outcome.candidates[0];
  if (modelled === undefined) return [];
  const behaviour: Behaviour = {
    ...modelled,
    // The fabric delivers a flow that comes home with its source kept, and the target's kernel drops it as a martian;
    // a data plane in user space has no such kernel behind it.
    onSelf: modelled.source === "kept" ? "drop" : modelled.onSelf,
    select: { ...modelled.select, key: isOn("stickiness.enabled") ? "source" : modelled.select.key },
  };
  const backends = group.targets
    .filter(
      (target) =>
        target.drainingSinceMs === undefined &&
        unusable(target, group, balancer, context) === undefined &&
        isRegistered(target, group, context),
    )
    .map((target) => backendOf(target, group, context));
  return balancer.zones.map((zone) => ({
    key: listenerKey(listener, zone),
    address: zone.address,
    port: listener.port,
    zone: zone.zone,
    behaviour,
    scheduler: "rr",
    idleTimeoutMs: Number(listener.attributes["tcp.idle_timeout.seconds"] ?? "350") * 1000,
    // Where termination is off, connections to a target that was taken out live until they end by themselves.
    ...(isOn("deregistration_delay.connection_termination.enabled")
      ? { drainMs: Number(group.attributes["deregistration_delay.timeout_seconds"]) * 1000 }
      : {}),
    resetUnhealthy: isOn("target_health_state.unhealthy.connection_termination.enabled"),
    backends,
    probe: probeOf(group, listener, zone),
  }));
}

/** One socket per zone and TCP listener of every load balancer that is active. */
export function dataPlane(context: Context): DataPlaneListener[] {
  const { state } = context;
  return state.listeners
    .filter(({ protocol }) => protocol === "TCP")
    .flatMap((listener) => {
      const balancer = state.loadBalancers.find(({ arn }) => arn === listener.loadBalancerArn);
      const group = state.targetGroups.find(({ arn }) => arn === listener.targetGroupArn);
      if (balancer === undefined || group === undefined || !isActive(balancer, context)) return [];
      return socketsOf(listener, balancer, group, context);
    });
}

function targetOf(
  key: string,
  backend: string,
  { state }: Context,
): { target: Target; group: TargetGroup } | undefined {
  const listener = state.listeners.find(({ arn }) => key.startsWith(`${arn}@`));
  const group = state.targetGroups.find(({ arn }) => arn === listener?.targetGroupArn);
  const target = group?.targets.find((each) => targetKey(each) === backend);
  return group === undefined || target === undefined ? undefined : { target, group };
}

export function probed(outcome: ProbeOutcome, context: Context): void {
  const found = targetOf(outcome.listenerKey, outcome.backendKey, context);
  if (found === undefined) return;
  const { target, group } = found;
  const { healthyThreshold: healthy, unhealthyThreshold: unhealthy } = group.healthCheck;
  target.views[outcome.listenerKey] = takeProbe(
    target.views[outcome.listenerKey],
    { ok: outcome.ok, timeout: outcome.failure === "timeout", at: outcome.at },
    { healthy, unhealthy },
  );
}

/** A node forwards by its own view of a target. */
export function isHealthy(key: string, backend: string, context: Context): boolean {
  const target = targetOf(key, backend, context)?.target;
  return target?.drainingSinceMs === undefined && target?.views[key]?.healthy === true;
}
