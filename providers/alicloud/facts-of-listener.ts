import type { Origin } from "../../src/core/fact.ts";
import type { Backend, HealthCheck } from "../../src/core/facts.ts";
import { type Observation, observed, unreadable } from "../../src/core/observation.ts";
import { classRanges } from "./checks/http-classes.ts";

/** Where CLB's health probes come from (facts: Alibaba documentation, checked 2026-11). Security groups need no rule for it; host firewalls do. */
export const PROBE_SOURCES: readonly string[] = ["100.64.0.0/10"];

/** A listener of CLB in neutral words, whichever document or call it was read from; absent parts stay unsaid. */
export interface ListenerReading {
  readonly balancer: string;
  readonly port: number;
  readonly protocol: "tcp" | "http" | "https" | "udp";
  readonly scheduler: string | undefined;
  readonly idleTimeoutSeconds: number | undefined;
  readonly backends: readonly Backend[] | undefined;
  readonly healthCheck: HealthCheckReading | undefined;
}

export interface HealthCheckReading {
  readonly enabled: boolean;
  readonly type: string;
  /** Undefined probes each backend's own port. */
  readonly port: number | undefined;
  readonly path: string | undefined;
  /** `http_2xx,http_3xx` */
  readonly httpCode: string | undefined;
  readonly method?: "get" | "head" | undefined;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  readonly shim: boolean;
}

const listenerSubject = (balancer: string, port: number): string => `${balancer}/${port}`;

function healthCheckFact(reading: HealthCheckReading, port: number): HealthCheck {
  const { intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold } = reading;
  const times = { intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold };
  const http = reading.type === "http";
  return {
    protocol: !reading.enabled ? "none" : http ? "http" : "tcp",
    port,
    ...times,
    ...(http && reading.path !== undefined ? { path: reading.path } : {}),
    ...(http && reading.method !== undefined ? { method: reading.method } : {}),
    ...(http ? { codes: classRanges((reading.httpCode ?? "http_2xx").split(",")) } : {}),
    sources: PROBE_SOURCES,
    ...(reading.shim ? { shim: true } : {}),
  };
}

/** The port that is probed: its own, or the one that all backends share. */
function probedPort({ healthCheck, backends }: ListenerReading): number | undefined {
  if (healthCheck?.port !== undefined) return healthCheck.port;
  const ports = new Set(backends?.map(({ port }) => port));
  return ports.size === 1 ? [...ports][0] : undefined;
}

/** Observations of one listener. */
export function* listenerFacts(reading: ListenerReading, origin: Origin): Iterable<Observation> {
  const id = listenerSubject(reading.balancer, reading.port);
  yield observed("listener", id, "balancer", reading.balancer, origin);
  yield observed("listener", id, "port", reading.port, origin);
  yield observed("listener", id, "protocol", reading.protocol, origin);
  if (reading.scheduler !== undefined)
    yield observed("listener", id, "settings", { scheduler: reading.scheduler }, origin);
  if (reading.idleTimeoutSeconds !== undefined)
    yield observed("listener", id, "idleTimeoutSeconds", reading.idleTimeoutSeconds, origin);
  if (reading.backends !== undefined) yield observed("listener", id, "backends", reading.backends, origin);
  if (reading.healthCheck === undefined) return;
  const port = probedPort(reading);
  if (port !== undefined)
    yield observed("listener", id, "healthCheck", healthCheckFact(reading.healthCheck, port), origin);
  else
    yield unreadable(
      "listener",
      id,
      "healthCheck",
      {
        en: "each backend is probed on its own port, and those are not known or differ",
        zh: "每个后端在各自的端口上被检查，而这些端口未知或不一致",
      },
      origin,
    );
}
