import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const REGION = "eu-central-1";

/** Moto looks only for the service in this; it verifies no signature. */
const ADDRESSED_TO_EC2 = `AWS4-HMAC-SHA256 Credential=x/20261123/${REGION}/ec2/aws4_request, SignedHeaders=host, Signature=0`;

const START_MS = 30_000;

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

async function answering(url: string, child: ChildProcess, said: () => string): Promise<void> {
  for (const until = Date.now() + START_MS; Date.now() < until; await sleep(100)) {
    if (child.exitCode !== null) throw new Error(`moto ended: ${said()}`);
    if (
      await fetch(`${url}/moto-api/`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
  }
  throw new Error(`moto did not answer: ${said()}`);
}

/** The default VPC with its subnets and its default security group. */
export interface Account {
  readonly vpcId: string;
  readonly subnets: readonly { readonly id: string; readonly zone: string }[];
  readonly securityGroupId: string;
}

async function ec2(url: string, action: string): Promise<string> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { authorization: ADDRESSED_TO_EC2, "content-type": "application/x-www-form-urlencoded" },
    body: `Action=${action}&Version=2016-11-15`,
    signal: AbortSignal.timeout(10_000),
  });
  return answer.text();
}

const all = (xml: string, name: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]+)</${name}>`, "g"))].map(([, value = ""]) => value);

export interface Moto {
  readonly url: string;
  readonly region: string;
  /** Forgets everything, and tells what a new account has. */
  reset(): Promise<Account>;
  stop(): Promise<void>;
}

/** Starts `moto_server` on a free port of loopback. */
export async function startMoto(python: string): Promise<Moto> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(python, ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)], {
    env: { PATH: process.env["PATH"], HOME: "/nonexistent", PYTHONDONTWRITEBYTECODE: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-2000);
    });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  await answering(url, child, () => output).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    url,
    region: REGION,
    stop,
    async reset() {
      await fetch(`${url}/moto-api/reset`, { method: "POST" });
      const [subnets, groups] = [await ec2(url, "DescribeSubnets"), await ec2(url, "DescribeSecurityGroups")];
      const zones = all(subnets, "availabilityZone");
      return {
        vpcId: all(subnets, "vpcId")[0] ?? "",
        subnets: all(subnets, "subnetId").map((id, index) => ({ id, zone: zones[index] ?? "" })),
        securityGroupId: all(groups, "groupId")[0] ?? "",
      };
    },
  };
}
