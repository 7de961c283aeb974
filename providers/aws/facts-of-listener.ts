import type { Origin } from "../../src/core/fact.ts";
import type { HealthCheck } from "../../src/core/facts.ts";
import { type Observation, observed, unreadable } from "../../src/core/observation.ts";
import type { TargetGroupProps } from "./props.ts";

/** The subject of a listener; a balancer's subject is its ARN once that is known. */
export const listenerSubject = (balancer: string, port: number): string => `${balancer}/${port}`;

/** `200,301-399` as inclusive ranges. */
const rangesOf = (matcher: string): (readonly [number, number])[] =>
  matcher.split(",").map((part) => {
    const [from = 0, to = from] = part.split("-").map(Number);
    return [from, to];
  });

/** A target group's check in neutral words. AWS does not verify the certificate of a target. */
function healthCheckFact(check: TargetGroupProps["healthCheck"], port: number): HealthCheck {
  const protocol = check.protocol === "HTTPS" ? "https" : check.protocol === "HTTP" ? "http" : "tcp";
  const { intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold } = check;
  const common = {
    protocol,
    port,
    intervalSeconds,
    timeoutSeconds,
    healthyThreshold,
    unhealthyThreshold,
  } as const;
  if (protocol === "tcp") return common;
  return {
    ...common,
    path: check.path ?? "/",
    codes: rangesOf(check.matcher ?? "200-399"),
    ...(protocol === "https" ? { verifiesCertificate: false } : {}),
  };
}

/** The check of a listener; `traffic-port` is one port only if all targets share it. */
export function healthCheckObservation(
  listener: string,
  check: TargetGroupProps["healthCheck"],
  ports: readonly number[],
  origin: Origin,
): Observation {
  const distinct = [...new Set(ports)];
  const port = check.port === "traffic-port" ? distinct[0] : Number(check.port);
  if (port !== undefined && (check.port !== "traffic-port" || distinct.length === 1))
    return observed("listener", listener, "healthCheck", healthCheckFact(check, port), origin);
  return unreadable(
    "listener",
    listener,
    "healthCheck",
    {
      en: "each target is probed on its own port, and those are not known or differ",
      zh: "每个目标在各自的端口上被检查，而这些端口未知或不一致",
    },
    origin,
    "aws elbv2 describe-target-health --target-group-arn ARN",
  );
}
