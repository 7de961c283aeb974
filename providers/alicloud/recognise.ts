import type * as z from "zod/mini";
import type { Origin } from "../../src/core/fact.ts";
import type { Backend } from "../../src/core/facts.ts";
import { canonicalAddress } from "../../src/core/net.ts";
import { type Observation, observed } from "../../src/core/observation.ts";
import type { EvidenceDocument } from "../../src/core/provider.ts";
import {
  attribute,
  type balancerEntry,
  balancers,
  type checkFields,
  health,
  listeners,
  type tag,
  tcpListener,
} from "./documents.ts";
import { type ListenerReading, listenerFacts } from "./facts-of-listener.ts";
import { clbL4, clbL7 } from "./models.ts";
import { HEALTH_TAG } from "./ownership.ts";

/** HTTP and HTTPS listeners forward differently, so they are a balancer of their own on the same address. */
const balancerOf = (id: string, protocol: string): string => (/^https?$/.test(protocol) ? `${id}/l7` : id);

function* balancerFacts(
  entry: z.infer<typeof balancerEntry>,
  origin: Origin,
  id: string = entry.LoadBalancerId,
): Iterable<Observation> {
  yield observed("balancer", id, "title", entry.LoadBalancerName || entry.LoadBalancerId, origin);
  yield observed("balancer", id, "provider", "alicloud", origin);
  yield observed("balancer", id, "settings", {}, origin);
  yield observed("balancer", id, "securityGroups", [], origin);
  const address = canonicalAddress(entry.Address);
  if (address !== undefined) yield observed("balancer", id, "addresses", [{ address }], origin);
  if (entry.AddressType !== undefined)
    yield observed(
      "balancer",
      id,
      "scheme",
      entry.AddressType === "internet" ? "internet-facing" : "internal",
      origin,
    );
}

function* listenerAndModel(reading: ListenerReading, origin: Origin): Iterable<Observation> {
  const model = /^https?$/.test(reading.protocol) ? clbL7 : clbL4;
  yield observed("balancer", reading.balancer, "model", model.id, origin);
  yield* listenerFacts(reading, origin);
}

const isProtocol = (text: string): text is ListenerReading["protocol"] =>
  ["tcp", "udp", "http", "https"].includes(text);

/**
 * The default server group's members stand here, their port only in the listener's own document. The listener's port is
 * taken for it, and the origin says so.
 */
function* attributeFacts(entry: z.infer<typeof attribute>, origin: Origin): Iterable<Observation> {
  const ports = entry.ListenerPortsAndProtocol?.ListenerPortAndProtocol ?? [];
  const layers = new Set(
    ports.map(({ ListenerProtocol }) => balancerOf(entry.LoadBalancerId, ListenerProtocol)),
  );
  for (const id of layers.size > 0 ? layers : [entry.LoadBalancerId]) yield* balancerFacts(entry, origin, id);
  const assumed: Origin = {
    kind: "default",
    source: origin.source,
    location: "BackendServers.BackendServer (backend port taken to be the listener's)",
  };
  const servers = entry.BackendServers.BackendServer;
  for (const { ListenerPort: port, ListenerProtocol: protocol } of ports) {
    if (!isProtocol(protocol)) continue;
    const balancer = balancerOf(entry.LoadBalancerId, protocol);
    const reading = { balancer, port, protocol, scheduler: undefined, idleTimeoutSeconds: undefined };
    yield* listenerAndModel({ ...reading, backends: undefined, healthCheck: undefined }, origin);
    if (servers.length === 0) continue;
    const backends = servers.map((server): Backend => {
      const address = canonicalAddress(server.ServerIp ?? "");
      return {
        ...(server.Description ? { name: server.Description } : {}),
        ...(address === undefined ? {} : { address }),
        instanceId: server.ServerId,
        port,
        weight: server.Weight,
      };
    });
    yield observed("listener", `${balancer}/${port}`, "backends", backends, assumed);
  }
}

const METHODS = ["get", "head"] as const;

type CheckFields = { [K in keyof typeof checkFields]?: z.infer<(typeof checkFields)[K]> | undefined };

function healthCheckOf(
  fields: CheckFields,
  tags: readonly z.infer<typeof tag>[],
): ListenerReading["healthCheck"] {
  const { HealthCheckInterval, HealthCheckConnectTimeout, HealthyThreshold, UnhealthyThreshold } = fields;
  const known = fields.HealthCheck !== undefined && HealthCheckInterval !== undefined;
  if (!known || HealthCheckConnectTimeout === undefined) return undefined;
  if (HealthyThreshold === undefined || UnhealthyThreshold === undefined) return undefined;
  const type = fields.HealthCheckType ?? "tcp";
  return {
    enabled: fields.HealthCheck === "on",
    type,
    // 0 and the old magic -520 both stand for "the backend's port".
    port: (fields.HealthCheckConnectPort ?? 0) > 0 ? fields.HealthCheckConnectPort : undefined,
    path: fields.HealthCheckURI || undefined,
    httpCode: fields.HealthCheckHttpCode || undefined,
    method: METHODS.find((method) => method === fields.HealthCheckMethod?.toLowerCase()),
    intervalSeconds: HealthCheckInterval,
    timeoutSeconds: HealthCheckConnectTimeout,
    healthyThreshold: HealthyThreshold,
    unhealthyThreshold: UnhealthyThreshold,
    shim:
      type === "http" && tags.some(({ TagKey, TagValue }) => TagKey === HEALTH_TAG && TagValue === "shim"),
  };
}

function* listenersFacts({ Listeners }: z.infer<typeof listeners>, origin: Origin): Iterable<Observation> {
  for (const listener of Listeners) {
    const protocol = listener.ListenerProtocol;
    if (!isProtocol(protocol)) continue;
    const config = listener.TCPListenerConfig;
    yield* listenerAndModel(
      {
        balancer: balancerOf(listener.LoadBalancerId, protocol),
        port: listener.ListenerPort,
        protocol,
        scheduler: listener.Scheduler,
        idleTimeoutSeconds: protocol === "tcp" ? config?.EstablishedTimeout : undefined,
        backends: undefined,
        healthCheck:
          protocol === "tcp" && config !== undefined ? healthCheckOf(config, listener.Tags ?? []) : undefined,
      },
      origin,
    );
  }
}

/** Facts from what `aliyun slb Describe…` prints; undefined when the document is nothing of that. */
export function recognise({ value, source }: EvidenceDocument): Iterable<Observation> | undefined {
  const origin: Origin = { kind: "observed", source };
  const list = balancers.safeParse(value);
  if (list.success)
    return list.data.LoadBalancers.LoadBalancer.flatMap((entry) => [...balancerFacts(entry, origin)]);
  const one = attribute.safeParse(value);
  if (one.success) return attributeFacts(one.data, origin);
  const tcp = tcpListener.safeParse(value);
  if (tcp.success)
    return listenerAndModel(
      {
        balancer: tcp.data.LoadBalancerId,
        port: tcp.data.ListenerPort,
        protocol: "tcp",
        scheduler: tcp.data.Scheduler,
        idleTimeoutSeconds: tcp.data.EstablishedTimeout,
        backends: undefined,
        healthCheck: healthCheckOf(tcp.data, tcp.data.Tags?.Tag ?? []),
      },
      origin,
    );
  const many = listeners.safeParse(value);
  if (many.success) return listenersFacts(many.data, origin);
  // DescribeHealthStatus names neither its load balancer nor anything that leads to it: known, but nothing to say.
  return health.safeParse(value).success ? [] : undefined;
}
