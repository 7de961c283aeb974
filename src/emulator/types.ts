import type { Behaviour } from "../core/forwarding.ts";

/** One HTTP request as an emulator sees it, its body read completely. */
export interface WireRequest {
  readonly method: string;
  /** Path without query, as sent. */
  readonly path: string;
  /** Query without `?`, as sent. */
  readonly query: string;
  /** Names in lower case; repeated headers joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What an emulator says about one request besides its answer; goes into the request log. */
export interface Handled {
  readonly response: WireResponse;
  /** Name of the operation, e.g. `CreateLoadBalancer`; `unknown` when it could not be told. */
  readonly action: string;
  /** Whether the operation changes something when it succeeds. */
  readonly write: boolean;
  /** The wire error code of a refusal. */
  readonly errorCode?: string;
}

/** One line of the request log (`requests.jsonl` in the state folder). Never holds secrets or signatures. */
export interface LogEntry {
  /** Counts from 1 in each run, over all emulators of the run; faults are addressed by it. */
  readonly number: number;
  /** Id of the emulator that was asked. */
  readonly emulator: string;
  readonly at: string;
  readonly action: string;
  readonly write: boolean;
  /** Status of the answer that was made, whether or not a fault let it through; 0 where none was made. */
  readonly status: number;
  readonly errorCode?: string;
  /** Fault that was injected into this request. */
  readonly fault?: string;
}

/** The world around the emulated balancer: instances and subnets that exist, and where their ports really are. */
export interface World {
  readonly instances: readonly WorldInstance[];
  readonly subnets: readonly WorldSubnet[];
  readonly securityGroups: readonly { readonly id: string; readonly vpcId: string }[];
}

export interface WorldInstance {
  readonly id: string;
  readonly name?: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly zone: string;
  readonly addresses: readonly string[];
  readonly state: "running" | "stopped";
  /** `port of the instance` → `host:port` where it is really served. Absent: the address itself with the same port. */
  readonly ports: Readonly<Record<string, string>>;
}

export interface WorldSubnet {
  readonly id: string;
  readonly vpcId: string;
  readonly zone: string;
  /** Addresses of load balancers are taken from here. A range inside 127.0.0.0/8 is directly reachable. */
  readonly cidr: string;
}

export interface EmulatorContext<State> {
  readonly state: State;
  readonly world: World;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** A fresh random identifier of so many hexadecimal digits. */
  readonly newId: (digits: number) => string;
}

export interface ProbeSettings {
  readonly protocol: "tcp" | "http" | "https";
  readonly path: string;
  readonly method: "GET" | "HEAD";
  readonly hostHeader: string | undefined;
  readonly codes: readonly (readonly [number, number])[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
}

export interface DataPlaneBackend {
  /** Stable key under which the emulator keeps this backend's health. */
  readonly key: string;
  /** The backend's own (private) address; what a kept source is compared with. */
  readonly address: string;
  readonly port: number;
  readonly probePort: number;
  readonly weight: number;
  readonly zone: string | undefined;
}

/** One socket that the data plane holds open: an address of a balancer and a listener's port. */
export interface DataPlaneListener {
  readonly key: string;
  readonly address: string;
  readonly port: number;
  readonly zone: string | undefined;
  readonly behaviour: Behaviour;
  /** Round robin or weighted round robin; ignored when the behaviour selects by source. */
  readonly scheduler: "rr" | "wrr";
  readonly idleTimeoutMs: number;
  /** How long connections to a backend that was taken out may live on. Absent: until they end by themselves. */
  readonly drainMs?: number;
  /** Connections to a backend that has become unhealthy are reset. Absent: they are kept. */
  readonly resetUnhealthy?: boolean;
  readonly backends: readonly DataPlaneBackend[];
  /** Undefined: health checks are off, all backends count as healthy. */
  readonly probe: ProbeSettings | undefined;
}

export type ProbeFailure = "refused" | "timeout" | "reset" | "tls" | "status";

export interface ProbeOutcome {
  readonly listenerKey: string;
  readonly backendKey: string;
  readonly at: number;
  readonly ok: boolean;
  readonly failure?: ProbeFailure;
  /** HTTP status that was answered, where one was. */
  readonly status?: number;
}

/**
 * An emulated cloud API. `handle` may change `state` and nothing else; time comes in through the context, so every
 * state machine (provisioning → active, initial → healthy) is a function of stored timestamps.
 */
export interface CloudEmulator<State> {
  /** Also the name of its file in the state folder. The state is plain JSON: no dates, maps or undefined values. */
  readonly id: string;
  /** Raised when the shape of the state changes; an older state folder is refused with a clear error. */
  readonly stateVersion: number;
  initial(): State;
  handle(request: WireRequest, context: EmulatorContext<State>): Handled;
  /** What the data plane should be serving right now. */
  dataPlane(context: EmulatorContext<State>): readonly DataPlaneListener[];
  /** Takes the outcome of one health probe into the state (thresholds are the emulator's business). */
  probed(outcome: ProbeOutcome, context: EmulatorContext<State>): void;
  /** Whether the data plane may send new connections to this backend, by the emulator's own health state. */
  isHealthy(listenerKey: string, backendKey: string, context: EmulatorContext<State>): boolean;
  /** An answer in this API's error format, for injected faults. */
  errorResponse(code: "throttled" | "internal" | "unavailable"): WireResponse;
}
