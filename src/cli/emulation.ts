import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { EXIT, SlbctlError } from "../core/error.ts";
import type { ProviderEntry } from "../core/provider.ts";
import type { Spec } from "../core/spec.ts";
import { findRunning } from "../emulator/find-running.ts";
import { startEmulators } from "../emulator/start.ts";
import type { CloudEmulator, World } from "../emulator/types.ts";
import { parseWorld } from "../emulator/world.ts";
import type { Context } from "./context.ts";
import { mergeWorlds, worldOfSpec } from "./emulated-world.ts";
import { writeWhole } from "./output.ts";
import { makeStateDir, stateDir } from "./state-dir.ts";

export interface Emulation {
  readonly endpoint: string;
  readonly region: string;
  /** Credentials that the emulator accepts; the user's own are never sent to it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False in this process, which answers the API only: nobody makes health checks then. */
  readonly probes: boolean;
  /** Where its state is. */
  readonly folder: string;
  readonly stop: () => Promise<void>;
}

export interface EmulatorModule {
  readonly emulator: CloudEmulator<unknown>;
  /** What a client needs to reach it. */
  readonly access: { readonly region: string; readonly env: Readonly<Record<string, string | undefined>> };
}

export async function emulatorModule(entry: ProviderEntry): Promise<EmulatorModule> {
  if (entry.emulator !== undefined) return (await entry.emulator()) as unknown as EmulatorModule;
  throw new SlbctlError("no-emulator", EXIT.usage, {
    en: `there is no emulator for ${entry.id}`,
    zh: `${entry.id} 没有模拟器`,
  });
}

const EMPTY: World = { instances: [], subnets: [], securityGroups: [] };

/** The world that the state folder remembers, with what the spec names added and remembered for the next run. */
async function rememberedWorld(folder: string, spec: Spec | undefined): Promise<World> {
  const file = join(folder, "world.json");
  const text = await readFile(file, "utf8").catch(() => undefined);
  const before = text === undefined ? EMPTY : parseWorld(text, file);
  if (spec === undefined) return before;
  const world = mergeWorlds(before, worldOfSpec(spec));
  await writeWhole(
    file,
    `${JSON.stringify({ apiVersion: "slbctl/v1", kind: "World", ...world }, null, 2)}\n`,
  );
  return world;
}

/** Attaches to a running `slbctl emulate` on the state folder, else runs the control plane in this process. */
export async function emulate(
  context: Context,
  entry: ProviderEntry,
  spec: Spec | undefined,
): Promise<Emulation> {
  const { emulator, access } = await emulatorModule(entry);
  const folder = stateDir(context);
  const running = (await findRunning(folder))?.endpoints[entry.id];
  if (running !== undefined)
    return { endpoint: running, ...access, probes: true, folder, stop: async () => undefined };
  await makeStateDir(folder);
  const started = await startEmulators({
    emulators: [emulator],
    stateDir: folder,
    // Read and written under the lock, or two runs would forget each other's instances.
    world: () => rememberedWorld(folder, spec),
    dataPlane: false,
  });
  const endpoint = started.endpoints[entry.id] ?? "";
  return { endpoint, ...access, probes: false, folder, stop: started.stop };
}
