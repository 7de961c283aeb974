import type { HealthCheck } from "./state.ts";
import { invalid } from "./wire/refusal.ts";
import { flag, integer, oneOf, structure, text } from "./wire/shape.ts";

const PROTOCOLS = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC"] as const;
export const protocol = () => oneOf(...PROTOCOLS);

/** Health-check parameters that CreateTargetGroup and ModifyTargetGroup share, with botocore 1.43.11's ranges. */
export const healthCheckFields = {
  HealthCheckProtocol: protocol(),
  HealthCheckPort: text(),
  HealthCheckEnabled: flag(),
  HealthCheckPath: text({ min: 1, max: 1024 }),
  HealthCheckIntervalSeconds: integer(5, 300),
  HealthCheckTimeoutSeconds: integer(2, 120),
  HealthyThresholdCount: integer(2, 10),
  UnhealthyThresholdCount: integer(2, 10),
  Matcher: structure({ HttpCode: text(), GrpcCode: text() }),
};

export interface HealthCheckInput {
  readonly HealthCheckProtocol: (typeof PROTOCOLS)[number] | undefined;
  readonly HealthCheckPort: string | undefined;
  readonly HealthCheckEnabled: boolean | undefined;
  readonly HealthCheckPath: string | undefined;
  readonly HealthCheckIntervalSeconds: number | undefined;
  readonly HealthCheckTimeoutSeconds: number | undefined;
  readonly HealthyThresholdCount: number | undefined;
  readonly UnhealthyThresholdCount: number | undefined;
  readonly Matcher:
    | { readonly HttpCode: string | undefined; readonly GrpcCode: string | undefined }
    | undefined;
}

/** Codes that a network load balancer's matcher may name. */
const [MIN_CODE, MAX_CODE] = [200, 599];
const DEFAULT_MATCHER = "200-399";

/** `200,301-399` as ranges; undefined when it is not such a list. */
export function parseMatcher(matcher: string): (readonly [number, number])[] | undefined {
  const ranges = matcher.split(",").map((part) => {
    const [, from, to = from] = /^(\d{3})(?:-(\d{3}))?$/.exec(part.trim()) ?? [];
    return [Number(from), Number(to)] as const;
  });
  return ranges.every(([from, to]) => from >= MIN_CODE && to <= MAX_CODE && from <= to) ? ranges : undefined;
}

/** Defaults of groups with a TCP, TLS, UDP or TCP_UDP protocol; the timeout depends on the check's protocol. */
const defaults = (kind: HealthCheck["protocol"]): HealthCheck => ({
  protocol: kind,
  port: "traffic-port",
  intervalSeconds: 30,
  timeoutSeconds: kind === "HTTP" ? 6 : 10,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
  ...(kind === "TCP" ? {} : { path: "/", matcher: DEFAULT_MATCHER }),
});

/** The health check after a create (`current` undefined) or a modify; unnamed settings keep their value. */
export function mergeHealthCheck(input: HealthCheckInput, current: HealthCheck | undefined): HealthCheck {
  const kind = input.HealthCheckProtocol ?? current?.protocol ?? "TCP";
  if (kind !== "TCP" && kind !== "HTTP" && kind !== "HTTPS")
    throw invalid(`Health check protocol '${kind}' must be one of TCP, HTTP or HTTPS`);
  if (input.HealthCheckEnabled === false)
    throw invalid("Health checks cannot be disabled for target groups with target type 'instance' or 'ip'");
  const { HealthCheckPath: path, HealthCheckPort: port, Matcher: matcher } = input;
  if (kind === "TCP" && path !== undefined)
    throw invalid("Health check path cannot be set for health checks with TCP protocol");
  if (kind === "TCP" && matcher !== undefined)
    throw invalid("Health check matcher HTTP code cannot be set for health checks with TCP protocol");
  if (path !== undefined && !path.startsWith("/"))
    throw invalid(`Health check path '${path}' must begin with a '/' character`);
  if (matcher?.GrpcCode !== undefined)
    throw invalid("GRPC codes are not supported for target groups of network load balancers");
  const codes = matcher?.HttpCode;
  if (codes !== undefined && parseMatcher(codes) === undefined)
    throw invalid(`Health check matcher HTTP code '${codes}' must be within '${MIN_CODE}-${MAX_CODE}'`);
  if (
    port !== undefined &&
    port !== "traffic-port" &&
    !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535)
  )
    throw invalid(`Health check port '${port}' must be 'traffic-port' or in the range 1-65535`);
  const base = defaults(kind);
  // A switch between TCP and HTTP(S) drops, or brings in, the path and matcher that only the latter has.
  const kept = { ...base, ...current };
  const merged: HealthCheck = {
    protocol: kind,
    port: port ?? kept.port,
    intervalSeconds: input.HealthCheckIntervalSeconds ?? kept.intervalSeconds,
    timeoutSeconds: input.HealthCheckTimeoutSeconds ?? kept.timeoutSeconds,
    healthyThreshold: input.HealthyThresholdCount ?? kept.healthyThreshold,
    unhealthyThreshold: input.UnhealthyThresholdCount ?? kept.unhealthyThreshold,
    ...(kind === "TCP"
      ? {}
      : { path: path ?? kept.path ?? "/", matcher: codes ?? kept.matcher ?? DEFAULT_MATCHER }),
  };
  if (merged.timeoutSeconds > merged.intervalSeconds)
    throw invalid(
      `Health check timeout '${merged.timeoutSeconds}' must be smaller than or equal to the interval '${merged.intervalSeconds}'`,
    );
  return merged;
}
