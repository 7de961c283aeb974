import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Connection } from "../../../providers/aws/connection.ts";
import { driver } from "../../../providers/aws/driver.ts";
import { access, createEmulator, type EmulatorOptions } from "../../../providers/aws/emulator/index.ts";
import type { FaultRule } from "../../../src/emulator/fault-plan.ts";
import { type RunningKit, startEmulators } from "../../../src/emulator/start.ts";
import type { CloudEmulator, World } from "../../../src/emulator/types.ts";
import { ZONES } from "./spec.ts";

/** The world of `spec.ts`: three subnets with a master each, a fourth master, two security groups. */
const WORLD: World = {
  instances: [1, 2, 3, 4].map((n) => ({
    id: `i-0000000000000000${n}`,
    vpcId: "vpc-1",
    subnetId: `subnet-${((n - 1) % 3) + 1}`,
    zone: ZONES[(n - 1) % 3] ?? "",
    addresses: [`10.0.${((n - 1) % 3) + 1}.${n < 4 ? 11 : 12}`],
    state: "running",
    ports: {},
  })),
  subnets: ZONES.map((zone, n) => ({
    id: `subnet-${n + 1}`,
    vpcId: "vpc-1",
    zone,
    cidr: `10.0.${n + 1}.0/24`,
  })),
  securityGroups: [
    { id: "sg-1", vpcId: "vpc-1" },
    { id: "sg-2", vpcId: "vpc-1" },
  ],
};

export interface CloudOptions extends EmulatorOptions {
  readonly faults?: readonly FaultRule[];
  readonly now?: () => number;
}

/** An emulated account that ends with the test. */
export async function openCloud({ faults = [], now, ...options }: CloudOptions = {}): Promise<RunningKit> {
  const stateDir = await mkdtemp(join(tmpdir(), "slbctl-aws-"));
  const kit = await startEmulators({
    emulators: [createEmulator(options) as CloudEmulator<unknown>],
    stateDir,
    world: WORLD,
    dataPlane: false,
    faults,
    ...(now === undefined ? {} : { now }),
    onDefect: (error) => {
      throw error;
    },
  });
  onTestFinished(async () => {
    await kit.stop();
    await rm(stateDir, { recursive: true, force: true });
  });
  return kit;
}

/** What was asked for on a connection, in order. */
export interface Sent {
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface Watched extends Connection {
  readonly sent: Sent[];
  /** How long each wait before another attempt would have been. */
  readonly waitsMs: number[];
}

/** A connection as the command line makes it, but that waits a moment only and remembers what it sent. */
export async function connectTo(
  endpoint: string,
  { signal = new AbortController().signal, waitMs = 0 } = {},
): Promise<Watched> {
  const waitsMs: number[] = [];
  const connection = await driver.connect({
    region: access.region,
    endpoint,
    env: access.env,
    signal,
    notice: () => undefined,
    retryTools: {
      random: () => 0.5,
      sleep: (ms) => {
        waitsMs.push(ms);
        return new Promise((resolve) => setTimeout(resolve, waitMs));
      },
    },
  });
  onTestFinished(() => connection.close());
  const sent: Sent[] = [];
  const send: Connection["send"] = (action, input, abort) => {
    sent.push({ action, input: input as Sent["input"] });
    return connection.send(action, input, abort);
  };
  return { ...connection, send, sent, waitsMs };
}

export const connect = (kit: RunningKit, options?: Parameters<typeof connectTo>[1]): Promise<Watched> =>
  connectTo(kit.endpoints["aws"] ?? "", options);

export const actions = (log: readonly { readonly action: string }[]): readonly string[] =>
  log.map(({ action }) => action);

/** What was written, with what was sent for it. */
export const writes = ({ sent }: Watched): readonly Sent[] =>
  sent.filter(({ action }) => !action.startsWith("Describe"));
