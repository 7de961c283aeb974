import type { EmulatorContext } from "../../../src/emulator/types.ts";
import { type Call, listenerAt, loadBalancer, type Operation, reads } from "./call.ts";
import { healthOf, membersOf } from "./health.ts";
import { type Input, integer, list, oneOf, required, text, tokenPage } from "./parameters.ts";
import { instanceOf } from "./servers.ts";
import type { Listener, LoadBalancer, State } from "./state.ts";
import { matchesAll, tagEntries, tagFilters } from "./tags.ts";
import type { Fields } from "./wire/answer.ts";
import { invalid, Refusal } from "./wire/refusal.ts";

export function statusOf(
  { startedAtMs }: Listener,
  { state, now }: EmulatorContext<State>,
): "stopped" | "starting" | "running" {
  if (startedAtMs === null) return "stopped";
  return now - startedAtMs < state.timing.startingMs ? "starting" : "running";
}

/** Fields of a listener that every protocol has. */
const general = ({ settings }: Listener): Fields => ({
  BackendServerPort: settings.backendServerPort ?? undefined,
  VServerGroupId: settings.serverGroupId ?? undefined,
  Bandwidth: settings.bandwidth,
  Scheduler: settings.scheduler,
  AclStatus: settings.aclStatus,
  AclType: settings.aclType ?? undefined,
  AclId: settings.aclId ?? undefined,
  Description: settings.description ?? undefined,
});

/** Asked for as `HealthCheckSwitch`, answered as `HealthCheck`. */
const tcpConfig = ({ settings }: Listener): Fields => ({
  PersistenceTimeout: settings.persistenceTimeout,
  EstablishedTimeout: settings.establishedTimeout,
  ConnectionDrain: settings.connectionDrain,
  ConnectionDrainTimeout: settings.connectionDrainTimeout ?? undefined,
  HealthCheck: settings.healthCheck,
  HealthCheckType: settings.healthCheckType,
  HealthCheckConnectPort: settings.healthCheckConnectPort ?? undefined,
  HealthCheckConnectTimeout: settings.healthCheckConnectTimeout,
  HealthCheckInterval: settings.healthCheckInterval,
  HealthyThreshold: settings.healthyThreshold,
  UnhealthyThreshold: settings.unhealthyThreshold,
  HealthCheckURI: settings.healthCheckUri ?? undefined,
  HealthCheckDomain: settings.healthCheckDomain ?? undefined,
  ...(settings.healthCheckType === "http"
    ? { HealthCheckHttpCode: settings.healthCheckHttpCode, HealthCheckMethod: "head" }
    : {}),
});

const ListenerProtocol = oneOf(["tcp", "udp", "http", "https"]);
const port = integer(1, 65_535);
const isTcp = (protocol: string | undefined): boolean => protocol === undefined || protocol === "tcp";

const listTable = {
  LoadBalancerId: list(10),
  ListenerProtocol,
  ListenerPort: port,
  Description: text(),
  Tag: tagFilters,
  MaxResults: integer(1, 100),
  NextToken: text(),
};

/** One entry of a list that, unlike all others, is plain; there the proxy protocol's switch is text. */
const listEntry = (balancer: LoadBalancer, listener: Listener, call: Call): Fields => ({
  LoadBalancerId: balancer.id,
  ListenerPort: listener.port,
  ListenerProtocol: "tcp",
  Status: statusOf(listener, call),
  ...general(listener),
  AclIds: listener.settings.aclId === null ? [] : [listener.settings.aclId],
  Tags: tagEntries(listener.tags),
  TCPListenerConfig: {
    ...tcpConfig(listener),
    ProxyProtocolV2Enabled: String(listener.settings.proxyProtocolV2),
  },
});

function describeAll(input: Input<typeof listTable>, call: Call): Fields {
  const all = call.state.loadBalancers
    .filter(
      ({ id, region }) =>
        region === call.region && (input.LoadBalancerId.length === 0 || input.LoadBalancerId.includes(id)),
    )
    .flatMap((balancer) => balancer.listeners.map((listener) => ({ balancer, listener })))
    .filter(
      ({ listener }) =>
        isTcp(input.ListenerProtocol) &&
        (input.ListenerPort === undefined || input.ListenerPort === listener.port) &&
        (input.Description === undefined || listener.settings.description?.includes(input.Description)) &&
        matchesAll(listener.tags, input.Tag),
    );
  const size = input.MaxResults ?? 20;
  const { items, next } = tokenPage(all, size, input.NextToken);
  return {
    Listeners: items.map(({ balancer, listener }) => listEntry(balancer, listener, call)),
    MaxResults: size,
    NextToken: next,
    TotalCount: all.length,
  };
}

/** Unlike elsewhere a missing listener is an InvalidParameter here. */
const absent = (): Refusal => invalid("The specified resource does not exist.");

const oneTable = { LoadBalancerId: required(text()), ListenerPort: required(port) };

function describeOne(input: Input<typeof oneTable>, call: Call): Fields {
  const { balancer, listener } = listenerAt(input.LoadBalancerId, input.ListenerPort, call, absent);
  const { settings } = listener;
  return {
    LoadBalancerId: balancer.id,
    ListenerPort: listener.port,
    Status: statusOf(listener, call),
    ...general(listener),
    ...tcpConfig(listener),
    AclIds: { AclId: settings.aclId === null ? [] : [settings.aclId] },
    ProxyProtocolV2Enabled: settings.proxyProtocolV2,
    SynProxy: settings.synProxy,
    Tags: { Tag: tagEntries(listener.tags) },
  };
}

const healthTable = { LoadBalancerId: required(text()), ListenerPort: port, ListenerProtocol };

function describeHealth(input: Input<typeof healthTable>, call: Call): Fields {
  const balancer = loadBalancer(input.LoadBalancerId, call);
  const listeners = balancer.listeners.filter(
    (each) =>
      isTcp(input.ListenerProtocol) && (input.ListenerPort === undefined || each.port === input.ListenerPort),
  );
  if (input.ListenerPort !== undefined && listeners.length === 0)
    throw new Refusal(
      "CheckedListenerNotFound",
      "No health-checked Listener to the specified port of the Load Balancer.",
      404,
    );
  return {
    BackendServers: {
      BackendServer: listeners.flatMap((listener) =>
        membersOf(balancer, listener, call.state).map(({ server, port: Port, key }) => ({
          ListenerPort: listener.port,
          Protocol: "tcp",
          ServerId: server.id,
          ServerIp: server.ip ?? instanceOf(call.world, server)?.addresses[0],
          Port,
          Type: server.type,
          ServerHealthStatus: healthOf(listener, key),
        })),
      ),
    },
  };
}

export const listenerReadOperations: Readonly<Record<string, Operation>> = {
  DescribeLoadBalancerListeners: reads("in-region", listTable, describeAll),
  DescribeLoadBalancerTCPListenerAttribute: reads("anywhere", oneTable, describeOne),
  DescribeHealthStatus: reads("anywhere", healthTable, describeHealth),
};
