import type { Call } from "./call.ts";
import { flag, type Input, integer, oneOf, onOff, text, together } from "./parameters.ts";
import type { ListenerSettings, LoadBalancer } from "./state.ts";
import { invalid, Refusal } from "./wire/refusal.ts";

const port = integer(1, 65_535);
/** Set allows a question mark as well. */
const uri = (extra: "" | "?") =>
  text({ pattern: new RegExp(`^/[A-Za-z0-9/.%#&${extra}-]{1,79}$`), code: "IllegalParam.HealthCheck" });

/** What creation and change of a TCP listener have in common, with the documented ranges (2026-11). */
const common = {
  Bandwidth: integer(1, 5120, { also: -1 }),
  Scheduler: oneOf(["wrr", "rr", "sch", "tch"]),
  PersistenceTimeout: integer(0, 3600),
  EstablishedTimeout: integer(10, 900),
  ConnectionDrain: onOff,
  ConnectionDrainTimeout: integer(10, 900),
  AclStatus: onOff,
  AclType: oneOf(["white", "black"]),
  AclId: text(),
  ProxyProtocolV2Enabled: flag,
  Description: text({ pattern: /^[\s\S]{1,256}$/ }),
  VServerGroupId: text(),
  MasterSlaveServerGroupId: text(),
  HealthCheckSwitch: onOff,
  HealthCheckType: oneOf(["tcp", "http"], "IllegalParam.HealthCheck"),
  HealthCheckConnectPort: port,
  HealthCheckConnectTimeout: integer(1, 300),
  HealthyThreshold: integer(2, 10),
  UnhealthyThreshold: integer(2, 10),
  HealthCheckHttpCode: text({
    pattern: /^http_[2-5]xx(,http_[2-5]xx){0,3}$/,
    code: "IllegalParam.HealthCheck",
  }),
  HealthCheckDomain: text({ pattern: /^(\$_ip|[A-Za-z0-9.-]{1,80})$/, code: "IllegalParam.HealthCheck" }),
};

/** The interval is spelled with a small h on creation, and only there; the usual spelling is ignored. */
export const createSettings = {
  ...common,
  BackendServerPort: port,
  HealthCheckURI: uri(""),
  healthCheckInterval: integer(1, 50),
};

/** The backend port cannot be changed. */
export const changeSettings = {
  ...common,
  VServerGroup: onOff,
  MasterSlaveServerGroup: onOff,
  HealthCheckURI: uri("?"),
  HealthCheckInterval: integer(1, 50),
  SynProxy: oneOf(["enable", "disable"]),
};

type Common = Input<typeof common> & {
  readonly HealthCheckURI?: string | undefined;
  readonly HealthCheckInterval?: number | undefined;
  readonly SynProxy?: "enable" | "disable" | undefined;
};

/** Values of a listener whose creation said nothing: those of the console where the API documents name none. */
export const DEFAULTS: ListenerSettings = {
  backendServerPort: null,
  serverGroupId: null,
  bandwidth: -1,
  scheduler: "wrr",
  persistenceTimeout: 0,
  establishedTimeout: 900,
  connectionDrain: "off",
  connectionDrainTimeout: null,
  aclStatus: "off",
  aclType: null,
  aclId: null,
  proxyProtocolV2: false,
  synProxy: "disable",
  description: null,
  healthCheck: "on",
  healthCheckType: "tcp",
  healthCheckConnectPort: null,
  healthCheckConnectTimeout: 5,
  healthCheckInterval: 2,
  healthyThreshold: 3,
  unhealthyThreshold: 3,
  healthCheckUri: null,
  healthCheckHttpCode: "http_2xx",
  healthCheckDomain: null,
};

/** What was not given stays as it was. */
export const overlaid = (before: ListenerSettings, input: Common): ListenerSettings => ({
  backendServerPort: before.backendServerPort,
  serverGroupId: before.serverGroupId,
  bandwidth: input.Bandwidth ?? before.bandwidth,
  scheduler: input.Scheduler ?? before.scheduler,
  persistenceTimeout: input.PersistenceTimeout ?? before.persistenceTimeout,
  establishedTimeout: input.EstablishedTimeout ?? before.establishedTimeout,
  connectionDrain: input.ConnectionDrain ?? before.connectionDrain,
  connectionDrainTimeout: input.ConnectionDrainTimeout ?? before.connectionDrainTimeout,
  aclStatus: input.AclStatus ?? before.aclStatus,
  aclType: input.AclType ?? before.aclType,
  aclId: input.AclId ?? before.aclId,
  proxyProtocolV2: input.ProxyProtocolV2Enabled ?? before.proxyProtocolV2,
  synProxy: input.SynProxy ?? before.synProxy,
  description: input.Description ?? before.description,
  healthCheck: input.HealthCheckSwitch ?? before.healthCheck,
  healthCheckType: input.HealthCheckType ?? before.healthCheckType,
  healthCheckConnectPort: input.HealthCheckConnectPort ?? before.healthCheckConnectPort,
  healthCheckConnectTimeout: input.HealthCheckConnectTimeout ?? before.healthCheckConnectTimeout,
  healthCheckInterval: input.HealthCheckInterval ?? before.healthCheckInterval,
  healthyThreshold: input.HealthyThreshold ?? before.healthyThreshold,
  unhealthyThreshold: input.UnhealthyThreshold ?? before.unhealthyThreshold,
  healthCheckUri: input.HealthCheckURI ?? before.healthCheckUri,
  healthCheckHttpCode: input.HealthCheckHttpCode ?? before.healthCheckHttpCode,
  healthCheckDomain: input.HealthCheckDomain ?? before.healthCheckDomain,
});

/** A vServer group of the same load balancer; master/slave groups do not exist here. */
export function groupFor(
  wanted: {
    readonly VServerGroupId: string | undefined;
    readonly MasterSlaveServerGroupId: string | undefined;
  },
  balancer: LoadBalancer,
  { state }: Call,
): string | null {
  const { VServerGroupId: id, MasterSlaveServerGroupId: pair } = wanted;
  if (id !== undefined && pair !== undefined)
    throw new Refusal(
      "Abs.VServerGroupIdAndMasterSlaveServerGroupId.MissMatch",
      "VServerGroupId and MasterSlaveServerGroupId cannot both be given.",
    );
  if (pair !== undefined) throw invalid("The specified MasterSlaveServerGroupId does not exist.");
  if (id === undefined) return null;
  if (state.serverGroups.some((group) => group.id === id && group.loadBalancerId === balancer.id)) return id;
  throw new Refusal("ResourceNotFound.VServerGroup", "The specified VServerGroup does not exist.", 404);
}

/** Rules between settings; whoever calls has the region's access lists. */
export function checkSettings(settings: ListenerSettings, { region }: LoadBalancer, { state }: Call): void {
  if (settings.connectionDrain === "on")
    together("ConnectionDrainTimeout", settings.connectionDrainTimeout ?? undefined, "ConnectionDrain is on");
  if (settings.aclStatus === "off") return;
  together("AclType", settings.aclType ?? undefined, "AclStatus is on");
  together("AclId", settings.aclId ?? undefined, "AclStatus is on");
  if (!state.accessLists.some((list) => list.id === settings.aclId && list.region === region))
    throw new Refusal("AclNotExist", "The specified acl does not exist.");
}
