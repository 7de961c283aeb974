import type { Nonces } from "./wire/authenticate.ts";

/** Everything the emulator remembers. Plain JSON: it is kept in the state folder between runs. */
export interface State {
  readonly timing: Timing;
  loadBalancers: LoadBalancer[];
  serverGroups: ServerGroup[];
  accessLists: AccessList[];
  /** What was asked with a ClientToken, and what came of it; by region and token. */
  tokens: Record<string, { asked: string; answer: Record<string, string | number>; atMs: number }>;
  nonces: Nonces;
}

export interface Timing {
  /** How long a listener stays `starting`; seconds in the real service. */
  readonly startingMs: number;
}

const DEFAULT_TIMING: Timing = { startingMs: 300 };

export type Tags = Record<string, string>;

export interface LoadBalancer {
  readonly id: string;
  readonly region: string;
  name: string;
  readonly address: string;
  readonly addressType: "internet" | "intranet";
  chargeType: "PayBySpec" | "PayByCLCU";
  /** `slb.lcu.elastic` where capacity units are paid for. */
  spec: string;
  readonly internetChargeType: "paybytraffic" | "paybybandwidth";
  readonly bandwidth: number;
  /** Null outside of a VPC. */
  readonly vpcId: string | null;
  readonly vSwitchId: string | null;
  readonly masterZoneId: string;
  readonly slaveZoneId: string;
  readonly resourceGroupId: string;
  readonly createdAtMs: number;
  deleteProtection: "on" | "off";
  modificationProtection: { status: "NonProtection" | "ConsoleProtection"; reason: string | null };
  status: "active" | "inactive";
  tags: Tags;
  /** The default server group. */
  servers: Server[];
  listeners: Listener[];
}

/** A member of a server group. */
export interface Server {
  readonly id: string;
  readonly type: "ecs" | "eni" | "eci";
  /** Given for network interfaces and container instances. */
  readonly ip: string | null;
  /** Null in the default group, where the listener knows the port. */
  readonly port: number | null;
  weight: number;
  description: string | null;
}

export interface ServerGroup {
  readonly id: string;
  readonly loadBalancerId: string;
  readonly region: string;
  readonly createdAtMs: number;
  name: string;
  servers: Server[];
  tags: Tags;
}

/** A TCP listener. */
export interface Listener {
  readonly port: number;
  settings: ListenerSettings;
  /** Null while stopped. */
  startedAtMs: number | null;
  tags: Tags;
  /** What probes found, by key of the backend. */
  health: Record<string, Health>;
}

export interface Health {
  /** Null until the first verdict. */
  healthy: boolean | null;
  /** Probes in a row that speak against the verdict, or for a first one. */
  streak: number;
  /** Which way the streak goes. */
  ok: boolean;
}

export interface ListenerSettings {
  /** Null where a server group is used. */
  readonly backendServerPort: number | null;
  readonly serverGroupId: string | null;
  readonly bandwidth: number;
  readonly scheduler: "wrr" | "rr" | "sch" | "tch";
  readonly persistenceTimeout: number;
  readonly establishedTimeout: number;
  readonly connectionDrain: "on" | "off";
  readonly connectionDrainTimeout: number | null;
  readonly aclStatus: "on" | "off";
  readonly aclType: "white" | "black" | null;
  readonly aclId: string | null;
  readonly proxyProtocolV2: boolean;
  readonly synProxy: "enable" | "disable";
  readonly description: string | null;
  readonly healthCheck: "on" | "off";
  readonly healthCheckType: "tcp" | "http";
  readonly healthCheckConnectPort: number | null;
  readonly healthCheckConnectTimeout: number;
  readonly healthCheckInterval: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  readonly healthCheckUri: string | null;
  readonly healthCheckHttpCode: string;
  readonly healthCheckDomain: string | null;
}

export interface AccessList {
  readonly id: string;
  readonly region: string;
  readonly ipVersion: "ipv4" | "ipv6";
  readonly resourceGroupId: string;
  readonly createdAtMs: number;
  name: string;
  /** Range → comment. */
  entries: Record<string, string>;
  tags: Tags;
}

export const initialState = (timing: Partial<Timing>): State => ({
  timing: { ...DEFAULT_TIMING, ...timing },
  loadBalancers: [],
  serverGroups: [],
  accessLists: [],
  tokens: {},
  nonces: {},
});
