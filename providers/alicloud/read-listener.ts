import type { ListenerAnswer } from "./operations/listeners.ts";
import type { ListenerProps } from "./props.ts";

const SCHEDULERS = ["wrr", "rr", "sch", "tch"] as const;

const schedulerOf = (text: string | undefined): ListenerProps["scheduler"] =>
  SCHEDULERS.find((scheduler) => scheduler === text) ?? "wrr";

const aclOf = ({ AclStatus, AclType, AclId, AclIds }: ListenerAnswer): ListenerProps["acl"] =>
  AclStatus === "on"
    ? { type: AclType === "black" ? "black" : "white", id: AclId ?? AclIds?.[0] ?? null }
    : { type: "off", id: null };

/** Classes in the order in which `compile` lists them. */
const sortedClasses = (text: string): string => text.split(",").sort().join(",");

function healthCheckOf({ TCPListenerConfig: config }: ListenerAnswer): ListenerProps["healthCheck"] {
  const port = config?.HealthCheckConnectPort;
  return {
    switch: config?.HealthCheck === "off" ? "off" : "on",
    type: config?.HealthCheckType ?? "tcp",
    // 0 and the old magic -520 both stand for "the backend's own port".
    connectPort: port !== undefined && port > 0 ? port : null,
    connectTimeoutSeconds: config?.HealthCheckConnectTimeout ?? 0,
    intervalSeconds: config?.HealthCheckInterval ?? 0,
    healthyThreshold: config?.HealthyThreshold ?? 0,
    unhealthyThreshold: config?.UnhealthyThreshold ?? 0,
    ...(config?.HealthCheckURI === undefined ? {} : { uri: config.HealthCheckURI }),
    ...(config?.HealthCheckHttpCode === undefined
      ? {}
      : { httpCode: sortedClasses(config.HealthCheckHttpCode) }),
  };
}

/** Where a passing state leads: what is on its way to running needs no start. */
const SETTLED: Readonly<Record<string, string>> = {
  starting: "running",
  configuring: "running",
  stopping: "stopped",
};

/** A TCP listener as `compile` words it, ids unresolved. Fields that are missing read as "off". */
export function listenerPropsOf(loadBalancerId: string, answer: ListenerAnswer): ListenerProps {
  const config = answer.TCPListenerConfig;
  const scheduler = schedulerOf(answer.Scheduler);
  const inGroup = answer.VServerGroupId !== undefined;
  return {
    loadBalancerId,
    protocol: "tcp",
    port: answer.ListenerPort,
    ...(inGroup ? { vServerGroupId: answer.VServerGroupId } : {}),
    ...(inGroup || answer.BackendServerPort === undefined
      ? {}
      : { backendServerPort: answer.BackendServerPort }),
    scheduling: scheduler === "wrr" || scheduler === "rr" ? "round-robin" : "hash",
    scheduler,
    bandwidthMbps: answer.Bandwidth ?? -1,
    persistenceTimeoutSeconds: config?.PersistenceTimeout ?? 0,
    establishedTimeoutSeconds: config?.EstablishedTimeout ?? 0,
    connectionDrainSeconds: config?.ConnectionDrain === "on" ? (config.ConnectionDrainTimeout ?? 0) : 0,
    proxyProtocolV2: `${config?.ProxyProtocolV2Enabled}` === "true",
    acl: aclOf(answer),
    healthCheck: healthCheckOf(answer),
    status: SETTLED[answer.Status] ?? answer.Status,
    tags: answer.Tags,
  };
}
