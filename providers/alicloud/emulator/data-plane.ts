import { behaviourOf } from "../../../src/core/forwarding.ts";
import type {
  DataPlaneBackend,
  DataPlaneListener,
  EmulatorContext,
  ProbeOutcome,
  ProbeSettings,
} from "../../../src/emulator/types.ts";
import { clbL4 } from "../models.ts";
import { membersOf, takeProbe } from "./health.ts";
import { statusOf } from "./listener-reads.ts";
import { addressOf, instanceOf } from "./servers.ts";
import type { Listener, ListenerSettings, LoadBalancer, State } from "./state.ts";

type Context = EmulatorContext<State>;

/** The same form as a listener's id in TagResources. */
const keyOf = ({ id }: LoadBalancer, { port }: Listener): string => `${id}_tcp_${port}`;

function codesOf(classes: string): readonly (readonly [number, number])[] {
  return classes.split(",").map((name) => {
    const hundred = Number(name.charAt("http_".length)) * 100;
    return [hundred, hundred + 99] as const;
  });
}

function probeOf(settings: ListenerSettings): ProbeSettings | undefined {
  if (settings.healthCheck === "off") return undefined;
  // Without a URI a check is a TCP check, whatever its type says (API documents, 2026-11).
  const isHttp = settings.healthCheckType === "http" && settings.healthCheckUri !== null;
  const domain = settings.healthCheckDomain;
  const interval = settings.healthCheckInterval * 1000;
  return {
    protocol: isHttp ? "http" : "tcp",
    path: settings.healthCheckUri ?? "/",
    // HEAD by the console's documents; not to be chosen on a TCP listener.
    method: "HEAD",
    hostHeader: domain === "$_ip" ? undefined : (domain ?? undefined),
    codes: codesOf(settings.healthCheckHttpCode),
    intervalMs: interval,
    // A timeout shorter than the interval is ignored, and the interval takes its place (API documents, 2026-11).
    timeoutMs: Math.max(settings.healthCheckConnectTimeout * 1000, interval),
    healthyThreshold: settings.healthyThreshold,
    unhealthyThreshold: settings.unhealthyThreshold,
  };
}

function backendsOf(
  balancer: LoadBalancer,
  listener: Listener,
  { state, world }: Context,
): DataPlaneBackend[] {
  const { healthCheckConnectPort, healthCheck } = listener.settings;
  return membersOf(balancer, listener, state).flatMap(({ server, port, key }) => {
    const address = addressOf(world, server);
    // Where nothing is probed the weight alone keeps a server out of turn.
    if (address === undefined || (healthCheck === "off" && server.weight === 0)) return [];
    const zone = instanceOf(world, server)?.zone;
    return [{ key, address, port, probePort: healthCheckConnectPort ?? port, weight: server.weight, zone }];
  });
}

function socketOf(balancer: LoadBalancer, listener: Listener, context: Context): DataPlaneListener[] {
  const { settings } = listener;
  const outcome = behaviourOf(clbL4, { scheduler: settings.scheduler });
  if (!outcome.known) return [];
  const { behaviour } = outcome;
  const drains = settings.connectionDrain === "on" && settings.connectionDrainTimeout !== null;
  return [
    {
      key: keyOf(balancer, listener),
      address: balancer.address,
      port: listener.port,
      zone: undefined,
      // Session persistence binds a source address to its backend, whatever the scheduler.
      behaviour:
        settings.persistenceTimeout > 0
          ? { ...behaviour, select: { ...behaviour.select, key: "source" } }
          : behaviour,
      scheduler: settings.scheduler === "wrr" ? "wrr" : "rr",
      idleTimeoutMs: settings.establishedTimeout * 1000,
      ...(drains ? { drainMs: (settings.connectionDrainTimeout ?? 0) * 1000 } : {}),
      backends: backendsOf(balancer, listener, context),
      probe: probeOf(settings),
    },
  ];
}

/** One socket per running listener of every active load balancer. */
export const dataPlane = (context: Context): DataPlaneListener[] =>
  context.state.loadBalancers
    .filter(({ status }) => status === "active")
    .flatMap((balancer) =>
      balancer.listeners
        .filter((listener) => statusOf(listener, context) === "running")
        .flatMap((listener) => socketOf(balancer, listener, context)),
    );

function find(key: string, { state }: Context): { balancer: LoadBalancer; listener: Listener } | undefined {
  for (const balancer of state.loadBalancers)
    for (const listener of balancer.listeners)
      if (keyOf(balancer, listener) === key) return { balancer, listener };
  return undefined;
}

/** A late outcome of a probe that is no longer wanted is dropped. */
export function probed(outcome: ProbeOutcome, context: Context): void {
  const found = find(outcome.listenerKey, context);
  if (found === undefined) return;
  const { balancer, listener } = found;
  const { healthCheck, healthyThreshold: healthy, unhealthyThreshold: unhealthy } = listener.settings;
  const isMember = membersOf(balancer, listener, context.state).some(({ key }) => key === outcome.backendKey);
  if (listener.startedAtMs === null || healthCheck === "off" || !isMember) return;
  listener.health[outcome.backendKey] = takeProbe(listener.health[outcome.backendKey], outcome.ok, {
    healthy,
    unhealthy,
  });
}

export function isHealthy(key: string, backend: string, context: Context): boolean {
  const found = find(key, context);
  if (found === undefined) return false;
  const { balancer, listener } = found;
  const member = membersOf(balancer, listener, context.state).find((each) => each.key === backend);
  // A weight of 0 gets no traffic from any scheduler, even one that knows no weights.
  return member !== undefined && member.server.weight > 0 && listener.health[backend]?.healthy === true;
}
