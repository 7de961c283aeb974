import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createEmulator, type EmulatorOptions } from "../../../../providers/aws/emulator/index.ts";
import type { State } from "../../../../providers/aws/emulator/state.ts";
import { signatureOf } from "../../../../providers/aws/emulator/wire/sigv4.ts";
import type { CloudEmulator, Handled, WireRequest, World } from "../../../../src/emulator/types.ts";

/** Three masters in three zones, a second VPC, and a subnet too small for a load balancer. */
export const WORLD: World = {
  instances: [1, 2, 3].map((n) => ({
    id: `i-0000000000000000${n}`,
    name: `m${n}`,
    vpcId: "vpc-1",
    subnetId: `subnet-${"abc"[n - 1]}`,
    zone: `us-east-1${"abc"[n - 1]}`,
    addresses: [`127.0.${n}.10`],
    state: "running",
    ports: {},
  })),
  subnets: [
    { id: "subnet-a", vpcId: "vpc-1", zone: "us-east-1a", cidr: "127.0.1.0/24" },
    { id: "subnet-b", vpcId: "vpc-1", zone: "us-east-1b", cidr: "127.0.2.0/24" },
    { id: "subnet-c", vpcId: "vpc-1", zone: "us-east-1c", cidr: "127.0.3.0/24" },
    { id: "subnet-a2", vpcId: "vpc-1", zone: "us-east-1a", cidr: "127.0.4.0/24" },
    { id: "subnet-tiny", vpcId: "vpc-1", zone: "us-east-1d", cidr: "127.0.5.0/29" },
    { id: "subnet-other", vpcId: "vpc-2", zone: "us-east-1a", cidr: "127.1.1.0/24" },
  ],
  securityGroups: [
    { id: "sg-1", vpcId: "vpc-1" },
    { id: "sg-2", vpcId: "vpc-1" },
    { id: "sg-other", vpcId: "vpc-2" },
  ],
};

const VERSIONS = { elasticloadbalancing: "2015-12-01", sts: "2011-06-15", ec2: "2016-11-15" } as const;

export interface SignOptions {
  readonly key?: string;
  readonly secret?: string;
  readonly service?: keyof typeof VERSIONS;
  readonly region?: string;
  readonly at: number;
}

/** A signed form request. The signature itself is checked against AWS's vectors in sigv4.test.ts. */
export function signed(
  parameters: Readonly<Record<string, string | number>>,
  options: SignOptions,
): WireRequest {
  const {
    key = "emulator",
    secret = "emulator",
    service = "elasticloadbalancing",
    region = "us-east-1",
    at,
  } = options;
  const form = new URLSearchParams({
    Version: VERSIONS[service],
    ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)])),
  });
  const date = new Date(at).toISOString().replace(/[-:]|\.\d+/g, "");
  const unsigned: WireRequest = {
    method: "POST",
    path: "/",
    query: "",
    headers: { host: "127.0.0.1:1", "x-amz-date": date, "content-type": "application/x-www-form-urlencoded" },
    body: Buffer.from(form.toString()),
  };
  const signedHeaders = ["content-type", "host", "x-amz-date"];
  const signature = signatureOf(unsigned, secret, { date, region, service, signedHeaders });
  const scope = `${key}/${date.slice(0, 8)}/${region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${signedHeaders.join(";")}, Signature=${signature}`;
  return { ...unsigned, headers: { ...unsigned.headers, authorization } };
}

/** One emulator with a clock that the test turns, driven without a server. */
export class Bench {
  readonly emulator: CloudEmulator<State>;
  readonly state: State;
  world: World = WORLD;
  now = Date.UTC(2026, 10, 23, 12);
  #ids = 0;

  constructor(options?: EmulatorOptions) {
    this.emulator = createEmulator(options);
    this.state = this.emulator.initial();
  }

  get context() {
    const newId = (digits: number) =>
      createHash("sha256")
        .update(String(this.#ids++))
        .digest("hex")
        .slice(0, digits);
    return { state: this.state, world: this.world, now: this.now, newId };
  }

  handle(request: WireRequest): Handled {
    return this.emulator.handle(request, this.context);
  }

  call(
    action: string,
    parameters: Readonly<Record<string, string | number>> = {},
    options: Partial<SignOptions> = {},
  ): Answer {
    const handled = this.handle(signed({ Action: action, ...parameters }, { at: this.now, ...options }));
    return new Answer(handled);
  }
}

/** What came back, with just enough XML reading for tests. */
export class Answer {
  readonly handled: Handled;
  constructor(handled: Handled) {
    this.handled = handled;
  }

  get status(): number {
    return this.handled.response.status;
  }

  get body(): string {
    return this.handled.response.body;
  }

  /** The wire code of a refusal, or `ok`. */
  get code(): string {
    return this.status === 200 ? "ok" : (this.all("Code")[0] ?? "none");
  }

  /** Texts of all elements of a name, in document order. */
  all(name: string): string[] {
    return [...this.body.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(
      ([, value]) => value ?? "",
    );
  }

  first(name: string): string {
    const [value] = this.all(name);
    if (value === undefined) throw new Error(`no <${name}> in ${this.body}`);
    return value;
  }

  /** Attributes and tags: `Key` → `Value`. */
  get pairs(): Record<string, string> {
    return Object.fromEntries(
      [...this.body.matchAll(/<Key>([^<]*)<\/Key>(?:<Value>([^<]*)<\/Value>|<Value\/>)/g)].map(
        ([, key, value]) => [key ?? "", value ?? ""],
      ),
    );
  }
}

/** The emulator on a free port of 127.0.0.1, for clients in other processes. */
export async function serve(
  bench: Bench,
  clock: () => number = Date.now,
): Promise<{ url: string; actions: Handled[]; close: () => Promise<void> }> {
  const actions: Handled[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const [path = "/", query = ""] = (request.url ?? "/").split("?", 2);
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(", ") : (value ?? ""),
        ]),
      );
      bench.now = clock();
      const handled = bench.handle({
        method: request.method ?? "GET",
        path,
        query,
        headers,
        body: Buffer.concat(chunks),
      });
      actions.push(handled);
      response.writeHead(handled.response.status, handled.response.headers).end(handled.response.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    actions,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
