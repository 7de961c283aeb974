import { stableJson } from "../../src/core/json.ts";
import type { CreateStep, DeleteStep, UpdateStep } from "../../src/core/plan.ts";
import { OWNER_TAG } from "../../src/core/provider.ts";
import { call, callOrFind, orAbsent } from "./call.ts";
import { changedTags } from "./changed-tags.ts";
import type { Connection } from "./connection.ts";
import type { Executor, Outputs } from "./executor.ts";
import { AlicloudFault } from "./faults.ts";
import {
  createLoadBalancerTCPListener,
  deleteLoadBalancerListener,
  setLoadBalancerTCPListenerAttribute,
  startLoadBalancerListener,
} from "./operations/listeners.ts";
import { toRequestTags } from "./operations/shapes.ts";
import { tagResources } from "./operations/tags.ts";
import { type ListenerProps, listenerProps } from "./props.ts";
import { readListener } from "./read-one-listener.ts";

/** Codes that an earlier attempt of ours, whose answer was lost, may have caused. */
const EXISTS: readonly string[] = [
  "ListenerAlreadyExists",
  "ListenerPortConflict",
  "InvalidParameter.ListenerPortConflict",
];

/** The fields that creation and change share, every one of them sent. */
function settings(props: ListenerProps) {
  const { healthCheck: check, acl } = props;
  const http = check.type === "http";
  return {
    LoadBalancerId: props.loadBalancerId,
    ListenerPort: props.port,
    VServerGroupId: props.vServerGroupId,
    Bandwidth: props.bandwidthMbps,
    Scheduler: props.scheduler,
    PersistenceTimeout: props.persistenceTimeoutSeconds,
    EstablishedTimeout: props.establishedTimeoutSeconds,
    ConnectionDrain: props.connectionDrainSeconds > 0 ? ("on" as const) : ("off" as const),
    ConnectionDrainTimeout: props.connectionDrainSeconds > 0 ? props.connectionDrainSeconds : undefined,
    ProxyProtocolV2Enabled: props.proxyProtocolV2,
    AclStatus: acl.type === "off" ? ("off" as const) : ("on" as const),
    AclType: acl.type === "off" ? undefined : acl.type,
    AclId: acl.id ?? undefined,
    HealthCheckSwitch: check.switch,
    HealthCheckType: check.type,
    HealthCheckConnectPort: check.connectPort ?? undefined,
    HealthCheckConnectTimeout: check.connectTimeoutSeconds,
    HealthyThreshold: check.healthyThreshold,
    UnhealthyThreshold: check.unhealthyThreshold,
    HealthCheckURI: http ? check.uri : undefined,
    HealthCheckHttpCode: http ? check.httpCode : undefined,
  };
}

const set = (connection: Connection, props: ListenerProps): Promise<unknown> =>
  call(connection, setLoadBalancerTCPListenerAttribute, {
    ...settings(props),
    VServerGroup: props.vServerGroupId === undefined ? undefined : "on",
    HealthCheckInterval: props.healthCheck.intervalSeconds,
  });

const notOurs = (port: number): AlicloudFault =>
  new AlicloudFault(
    { fault: "conflict", outcome: "refused" },
    {
      en: `the load balancer already has something on port ${port} that slbctl did not make`,
      zh: `负载均衡器的端口 ${port} 上已有并非由 slbctl 创建的监听`,
    },
    {
      wireCode: "ListenerAlreadyExists",
      hint: {
        en: `delete that listener, or hand it over by giving it the tag ${OWNER_TAG}; then run again`,
        zh: `请删除该监听，或为其添加标签 ${OWNER_TAG} 将其交给 slbctl；然后重试`,
      },
    },
  );

/** What a starting listener does when it is started again is not documented, so a lost answer is looked up. */
async function start(connection: Connection, { loadBalancerId, port }: ListenerProps): Promise<void> {
  const request = { LoadBalancerId: loadBalancerId, ListenerPort: port, ListenerProtocol: "tcp" } as const;
  await callOrFind(
    connection,
    () => call(connection, startLoadBalancerListener, request),
    async () => {
      const found = await readListener(connection, loadBalancerId, port);
      return found?.status === "running" ? {} : undefined;
    },
    ({ fault }) => fault === "input" || fault === "conflict",
  );
}

/** Everything but what other calls change: state and tags. */
const comparable = ({ status: _status, tags: _tags, ...rest }: ListenerProps): string => stableJson(rest);

/** A listener is made stopped, then started. One that turns out to exist is ours by tag and set right, or a conflict. */
async function create(connection: Connection, step: CreateStep): Promise<Outputs> {
  const props = listenerProps.parse(step.props);
  const { loadBalancerId, port } = props;
  const existing = await callOrFind<ListenerProps | "made">(
    connection,
    async () => {
      await call(connection, createLoadBalancerTCPListener, {
        ...settings(props),
        BackendServerPort: props.backendServerPort,
        healthCheckInterval: props.healthCheck.intervalSeconds,
        Tag: toRequestTags(props.tags),
      });
      return "made";
    },
    () => readListener(connection, loadBalancerId, port),
    ({ wireCode }) => EXISTS.includes(wireCode ?? ""),
  );
  if (existing !== "made") {
    if (existing.tags[OWNER_TAG] !== props.tags[OWNER_TAG]) throw notOurs(port);
    if (comparable(existing) !== comparable(props)) await set(connection, props);
  }
  if (existing === "made" || existing.status !== "running") await start(connection, props);
  return { loadBalancerId, port: `${port}` };
}

async function update(connection: Connection, step: UpdateStep): Promise<Outputs> {
  const props = listenerProps.parse(step.props);
  const changed = changedTags(step, props.tags);
  if (Object.keys(changed).length > 0)
    await call(connection, tagResources, {
      ResourceType: "listener",
      ResourceId: [`${props.loadBalancerId}_tcp_${props.port}`],
      Tag: toRequestTags(changed),
    });
  const other = step.changes.some(
    ({ path }) => path !== "status" && path !== "tags" && !path.startsWith("tags."),
  );
  if (other) await set(connection, props);
  if (step.changes.some(({ path }) => path === "status")) await start(connection, props);
  return { loadBalancerId: props.loadBalancerId, port: `${props.port}` };
}

async function remove(connection: Connection, step: DeleteStep): Promise<Outputs> {
  await orAbsent(
    call(connection, deleteLoadBalancerListener, {
      LoadBalancerId: step.outputs["loadBalancerId"] ?? "",
      ListenerPort: Number(step.outputs["port"]),
      ListenerProtocol: "tcp",
    }),
  );
  return {};
}

export const listener: Executor = { create, update, remove };
