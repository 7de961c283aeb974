import * as z from "zod/mini";
import type { BackendStatus, BalancerStatus } from "../../src/core/provider.ts";
import type { Observed } from "../../src/core/resource.ts";
import type { Text } from "../../src/core/text.ts";
import { call, orAbsent } from "./call.ts";
import type { Connection } from "./connection.ts";
import {
  describeHealthStatus,
  describeLoadBalancerListeners,
  type ListenerAnswer,
} from "./operations/listeners.ts";
import { describeLoadBalancerAttribute, type LoadBalancerAnswer } from "./operations/load-balancers.ts";
import { backendsProps } from "./props.ts";
import { listenerPropsOf } from "./read-listener.ts";
import { stateOf } from "./status-meaning.ts";

const ABSENT: BalancerStatus = {
  phase: "absent",
  reason: undefined,
  id: undefined,
  addresses: [],
  dnsName: undefined,
  listeners: [],
  backends: [],
};

function phaseOf(
  { LoadBalancerStatus: status }: LoadBalancerAnswer,
  listeners: readonly ListenerAnswer[],
): { readonly phase: BalancerStatus["phase"]; readonly reason: Text | undefined } {
  if (status === "locked")
    return {
      phase: "failed",
      reason: { en: "locked: arrears or a security measure", zh: "已锁定：欠费或安全原因" },
    };
  if (listeners.length === 0)
    return { phase: "impaired", reason: { en: "it has no listener", zh: "没有监听" } };
  if (status !== "active")
    return { phase: "inactive", reason: { en: `its status is ${status}`, zh: `状态为 ${status}` } };
  const idle = listeners.filter(({ Status }) => Status !== "running");
  if (idle.length === 0) return { phase: "active", reason: undefined };
  const passing = idle.every(({ Status }) => Status === "starting" || Status === "configuring");
  const states = idle.map(({ ListenerPort, Status }) => `${ListenerPort} ${Status}`).join(", ");
  return {
    phase: passing ? "provisioning" : "impaired",
    reason: { en: `listener ${states}`, zh: `监听 ${states}` },
  };
}

/** Both kinds of group hold their servers alike. */
const serversOf = z.pick(backendsProps, { servers: true });

/** Weights by instance id, from the groups as they were observed. */
function weightsOf(observed: Observed): ReadonlyMap<string, number> {
  return new Map(
    observed.resources.flatMap(({ kind, props }) => {
      const servers = kind === "backends" || kind === "server-group" ? serversOf.parse(props).servers : {};
      return Object.entries(servers).map(([key, { weight }]) => [key.split(":")[0] ?? key, weight] as const);
    }),
  );
}

/** Current state in three parallel reads. Only listeners that were observed as ours count. */
export async function status(connection: Connection, observed: Observed): Promise<BalancerStatus> {
  const id = observed.resources.find(({ kind }) => kind === "load-balancer")?.outputs["id"];
  if (id === undefined) return ABSENT;
  const [attribute, listed, health] = await Promise.all([
    orAbsent(call(connection, describeLoadBalancerAttribute, { LoadBalancerId: id })),
    orAbsent(call(connection, describeLoadBalancerListeners, { LoadBalancerId: [id], MaxResults: 100 })),
    orAbsent(call(connection, describeHealthStatus, { LoadBalancerId: id })),
  ]);
  if (attribute === undefined) return ABSENT;
  const ours = new Set(
    observed.resources.flatMap(({ kind, outputs }) => (kind === "listener" ? [Number(outputs["port"])] : [])),
  );
  const listeners = (listed?.Listeners ?? []).filter(
    ({ ListenerPort, ListenerProtocol }) =>
      ListenerProtocol === "tcp" && (ours.size === 0 || ours.has(ListenerPort)),
  );
  const byPort = new Map(listeners.map((answer) => [answer.ListenerPort, listenerPropsOf(id, answer)]));
  const weights = weightsOf(observed);
  const backends = (health?.BackendServers ?? []).flatMap((server): readonly BackendStatus[] => {
    const listener = server.ListenerPort === undefined ? undefined : byPort.get(server.ListenerPort);
    if (listener === undefined) return [];
    return [
      {
        id: server.ServerId,
        address: server.ServerIp,
        port: server.Port ?? listener.backendServerPort ?? 0,
        reason: server.ServerHealthStatus,
        ...stateOf(server.ServerHealthStatus, weights.get(server.ServerId), listener),
      },
    ];
  });
  return {
    ...phaseOf(attribute, listeners),
    id,
    addresses: [attribute.Address],
    dnsName: undefined,
    listeners: listeners.map(({ ListenerPort, Status }) => ({
      port: ListenerPort,
      running: Status === "running",
      state: Status,
    })),
    backends,
  };
}
