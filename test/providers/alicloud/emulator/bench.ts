import { createHash } from "node:crypto";
import { createEmulator, type EmulatorOptions } from "../../../../providers/alicloud/emulator/index.ts";
import type { State } from "../../../../providers/alicloud/emulator/state.ts";
import { acs3Signature } from "../../../../providers/alicloud/emulator/wire/acs3.ts";
import type { CloudEmulator, Handled, WireRequest, World } from "../../../../src/emulator/types.ts";

/** Three masters in three zones, a stopped one, one in another VPC, and a vSwitch with a single address. */
const WORLD: World = {
  instances: [
    ...[1, 2, 3].map((n) => ({
      id: `i-m${n}`,
      vpcId: "vpc-1",
      subnetId: `vsw-${"ghi"[n - 1]}`,
      zone: `cn-hangzhou-${"ghi"[n - 1]}`,
      addresses: [`127.0.0.1${n}`],
      state: "running" as const,
      ports: {},
    })),
    {
      id: "i-stopped",
      vpcId: "vpc-1",
      subnetId: "vsw-g",
      zone: "cn-hangzhou-g",
      addresses: ["127.0.0.14"],
      state: "stopped",
      ports: {},
    },
    {
      id: "i-other",
      vpcId: "vpc-2",
      subnetId: "vsw-other",
      zone: "cn-hangzhou-g",
      addresses: ["127.0.0.15"],
      state: "running",
      ports: {},
    },
  ],
  subnets: [
    { id: "vsw-g", vpcId: "vpc-1", zone: "cn-hangzhou-g", cidr: "127.0.20.0/24" },
    { id: "vsw-h", vpcId: "vpc-1", zone: "cn-hangzhou-h", cidr: "127.0.21.0/24" },
    { id: "vsw-i", vpcId: "vpc-1", zone: "cn-hangzhou-i", cidr: "127.0.22.0/24" },
    // 8 addresses; the first and the last three are the system's.
    { id: "vsw-tiny", vpcId: "vpc-1", zone: "cn-hangzhou-g", cidr: "127.0.23.0/29" },
    { id: "vsw-other", vpcId: "vpc-2", zone: "cn-hangzhou-g", cidr: "127.0.24.0/24" },
  ],
  securityGroups: [],
};

export type Parameters = Readonly<Record<string, string | number | boolean>>;

export interface Sender {
  readonly key?: string;
  readonly secret?: string;
  readonly token?: string;
  readonly nonce?: string;
  readonly date?: string;
  readonly version?: string;
}

export const apiDate = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");

const EMPTY_SHA256 = createHash("sha256").digest("hex");

/** A signed request. The signature itself is checked against published vectors in signatures.test.ts. */
export function signed(action: string, parameters: Parameters, at: number, sender: Sender = {}): WireRequest {
  const query = Object.entries(parameters)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join("&");
  const headers: Record<string, string> = {
    host: "127.0.0.1:1",
    "x-acs-action": action,
    "x-acs-version": sender.version ?? "2014-05-15",
    "x-acs-date": sender.date ?? apiDate(at),
    "x-acs-signature-nonce": sender.nonce ?? "",
    "x-acs-content-sha256": EMPTY_SHA256,
    ...(sender.token === undefined ? {} : { "x-acs-security-token": sender.token }),
  };
  const names = Object.keys(headers).sort();
  const unsigned = { method: "POST", path: "/", query, headers, body: Buffer.alloc(0) };
  const signature = acs3Signature(unsigned, sender.secret ?? "emulator", names);
  const credential = `Credential=${sender.key ?? "emulator"}`;
  headers["authorization"] =
    `ACS3-HMAC-SHA256 ${credential},SignedHeaders=${names.join(";")},Signature=${signature}`;
  return unsigned;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of a JSON API; tests look at what they expect.
type Body = any;

export interface Answer {
  readonly handled: Handled;
  readonly status: number;
  /** The wire code of a refusal, or `ok`. */
  readonly code: string;
  readonly body: Body;
}

export const answerOf = (handled: Handled): Answer => {
  const body: Body = JSON.parse(handled.response.body);
  const { status } = handled.response;
  return { handled, status, code: status === 200 ? "ok" : body.Code, body };
};

/** One emulator with a clock that the test turns, driven without a server. */
export class Bench {
  readonly emulator: CloudEmulator<State>;
  state: State;
  world: World = WORLD;
  now = Date.UTC(2026, 10, 23, 12);
  region = "cn-hangzhou";
  #ids = 0;

  constructor(options?: EmulatorOptions) {
    this.emulator = createEmulator(options);
    this.state = this.emulator.initial();
  }

  newId(digits: number): string {
    return createHash("sha256")
      .update(String(this.#ids++))
      .digest("hex")
      .slice(0, digits);
  }

  get context() {
    return {
      state: this.state,
      world: this.world,
      now: this.now,
      newId: (digits: number) => this.newId(digits),
    };
  }

  handle(request: WireRequest): Handled {
    return this.emulator.handle(request, this.context);
  }

  call(action: string, parameters: Parameters = {}, sender: Sender = {}): Answer {
    const all = { RegionId: this.region, ...parameters };
    return answerOf(
      this.handle(signed(action, all, this.now, { nonce: `nonce-${this.newId(16)}`, ...sender })),
    );
  }

  /** A call that has to succeed; its answer. */
  do(action: string, parameters: Parameters = {}): Body {
    const { code, body } = this.call(action, parameters);
    if (code !== "ok") throw new Error(`${action}: ${code}: ${body.Message}`);
    return body;
  }

  /** An intranet load balancer; its id. */
  balancer(parameters: Parameters = {}): string {
    return this.do("CreateLoadBalancer", {
      VSwitchId: "vsw-g",
      InstanceChargeType: "PayByCLCU",
      ...parameters,
    }).LoadBalancerId;
  }

  /** A running TCP listener of port 6443 with fast probes. */
  listener(loadBalancerId: string, parameters: Parameters = {}): void {
    const common = { LoadBalancerId: loadBalancerId, ListenerPort: 6443 };
    this.do("CreateLoadBalancerTCPListener", {
      ...common,
      Bandwidth: -1,
      BackendServerPort: 6443,
      healthCheckInterval: 1,
      HealthCheckConnectTimeout: 1,
      HealthyThreshold: 2,
      UnhealthyThreshold: 2,
      ...parameters,
    });
    this.do("StartLoadBalancerListener", common);
    this.now += 300;
  }

  /** Members of the default group. */
  backends(loadBalancerId: string, ...servers: readonly Parameters[]): void {
    this.do("AddBackendServers", { LoadBalancerId: loadBalancerId, BackendServers: JSON.stringify(servers) });
  }

  /** Lets every backend of every socket be probed once. */
  probe(isUp: (backendKey: string) => boolean): void {
    for (const { key, backends } of this.emulator.dataPlane(this.context))
      for (const backend of backends)
        this.emulator.probed(
          { listenerKey: key, backendKey: backend.key, at: this.now, ok: isUp(backend.key) },
          this.context,
        );
  }
}
