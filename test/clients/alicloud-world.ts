import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emulator } from "../../providers/alicloud/emulator/index.ts";
import { startEmulators } from "../../src/emulator/start.ts";
import type { CloudEmulator, World } from "../../src/emulator/types.ts";

const worldOf = (net: string): World => ({
  instances: [1, 2, 3].map((n) => ({
    id: `i-m${n}`,
    vpcId: "vpc-1",
    subnetId: `vsw-${"ghi"[n - 1]}`,
    zone: `cn-hangzhou-${"ghi"[n - 1]}`,
    addresses: [`127.${net}.0.1${n}`],
    state: "running",
    ports: {},
  })),
  subnets: ["g", "h", "i"].map((zone, n) => ({
    id: `vsw-${zone}`,
    vpcId: "vpc-1",
    zone: `cn-hangzhou-${zone}`,
    cidr: `127.${net}.${n + 1}.0/24`,
  })),
  securityGroups: [],
});

async function listen(host: string): Promise<() => Promise<void>> {
  const server = createServer((socket) => socket.on("error", () => undefined).end());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(6443, host, resolve);
  });
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** The emulated SLB API with its data plane, in `127.<net>.0.0/16`; two of three masters listen. */
export async function serveSlb(net: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const stateDir = await mkdtemp(join(tmpdir(), "slbctl-clients-"));
  const closing = [await listen(`127.${net}.0.11`), await listen(`127.${net}.0.12`)];
  const kit = await startEmulators({
    emulators: [emulator as CloudEmulator<unknown>],
    stateDir,
    world: worldOf(net),
    dataPlane: true,
  });
  return {
    url: kit.endpoints["alicloud"] ?? "",
    stop: async () => {
      await kit.stop();
      await Promise.all(closing.map((close) => close()));
      await rm(stateDir, { recursive: true });
    },
  };
}
