import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEmulator } from "../../../../providers/aws/emulator/index.ts";
import { type RunningKit, startEmulators } from "../../../../src/emulator/start.ts";
import type { CloudEmulator, World } from "../../../../src/emulator/types.ts";

/** Two masters in one zone, really served on their own addresses. */
const MASTERS = ["127.91.1.11", "127.91.1.12"];
const NODE = "127.91.1.4";
const folder = mkdtempSync(join(tmpdir(), "slbctl-aws-kit-"));
const toys: Server[] = [];
let kit: RunningKit;
let sdk: ElasticLoadBalancingV2Client;
let group = "";
let port = 0;

const listening = (server: Server, address: string): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, address, () => resolve((server.address() as AddressInfo).port));
  });

beforeAll(async () => {
  const instances = [];
  for (const [index, address] of MASTERS.entries()) {
    const toy = createServer((request, response) =>
      response.end(`${address} saw ${request.socket.remoteAddress}`),
    );
    toys.push(toy);
    const real = await listening(toy, address);
    instances.push({
      id: `i-0000000000000009${index}`,
      vpcId: "vpc-k",
      subnetId: "subnet-k",
      zone: "us-east-1a",
      addresses: [address],
      state: "running",
      ports: { "6443": `${address}:${real}` },
    } as const);
  }
  const spare = createServer();
  port = await listening(spare, NODE);
  await new Promise((resolve) => spare.close(resolve));
  const subnet = { id: "subnet-k", vpcId: "vpc-k", zone: "us-east-1a", cidr: "127.91.1.0/24" };
  const world: World = { instances, subnets: [subnet], securityGroups: [] };
  const emulator = createEmulator({
    timing: { provisioningMs: 100, registrationMs: 50 },
  }) as CloudEmulator<unknown>;
  kit = await startEmulators({ emulators: [emulator], stateDir: folder, world, dataPlane: true, tickMs: 50 });
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  sdk = new ElasticLoadBalancingV2Client({
    region: "us-east-1",
    endpoint: kit.endpoints["aws"] ?? "",
    credentials: { accessKeyId: "emulator", secretAccessKey: "emulator" },
  });
});

afterAll(async () => {
  sdk.destroy();
  await kit.stop();
  for (const toy of toys) toy.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a client at an address reads through the listener within a second; `silence` when nothing comes. */
function dial(from: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: NODE, port, localAddress: from });
    let read = "";
    const end = (what: string) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(what);
    };
    const timer = setTimeout(() => end("silence"), 1000);
    socket.on("error", (error) => end(error.message));
    socket.on("data", (chunk) => {
      read += chunk.toString();
    });
    socket.on("end", () => end(read.split("\r\n\r\n")[1] ?? "nothing"));
    socket.write("GET / HTTP/1.1\r\nHost: api\r\nConnection: close\r\n\r\n");
  });
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 8000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within 8 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("a balancer made through the API listens, its targets become healthy by real probes", async () => {
  const created = await sdk.send(
    new CreateLoadBalancerCommand({
      Name: "api",
      Type: "network",
      Scheme: "internal",
      Subnets: ["subnet-k"],
    }),
  );
  const made = await sdk.send(
    new CreateTargetGroupCommand({
      Name: "masters",
      Protocol: "TCP",
      Port: 6443,
      VpcId: "vpc-k",
      TargetType: "instance",
      HealthCheckProtocol: "HTTP",
      HealthCheckPath: "/readyz",
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 2,
    }),
  );
  group = made.TargetGroups?.[0]?.TargetGroupArn ?? "";
  const Targets = [{ Id: "i-00000000000000090" }, { Id: "i-00000000000000091" }];
  await sdk.send(new RegisterTargetsCommand({ TargetGroupArn: group, Targets }));
  await sdk.send(
    new CreateListenerCommand({
      LoadBalancerArn: created.LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: "TCP",
      Port: port,
      DefaultActions: [{ Type: "forward", TargetGroupArn: group }],
    }),
  );
  await until("two healthy targets", async () => {
    const { TargetHealthDescriptions = [] } = await sdk.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: group }),
    );
    return TargetHealthDescriptions.every(({ TargetHealth }) => TargetHealth?.State === "healthy");
  });
  const answers = [await dial("127.91.1.99"), await dial("127.91.1.99")];
  expect(answers.sort()).toEqual(["127.91.1.11 saw 127.91.1.99", "127.91.1.12 saw 127.91.1.99"]);
});

test("instance targets keep the client's address by default, so a master hangs on itself; off, none does", async () => {
  const hairpin = [await dial("127.91.1.11"), await dial("127.91.1.11")];
  expect(hairpin.sort()).toEqual(["127.91.1.12 saw 127.91.1.11", "silence"]);
  await sdk.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn: group,
      Attributes: [{ Key: "preserve_client_ip.enabled", Value: "false" }],
    }),
  );
  await until("the source to be replaced", async () => (await dial("127.91.1.99")).endsWith(`saw ${NODE}`));
  const cured = [await dial("127.91.1.11"), await dial("127.91.1.11")];
  expect(cured.sort()).toEqual([`127.91.1.11 saw ${NODE}`, `127.91.1.12 saw ${NODE}`]);
});
