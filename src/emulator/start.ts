import type { Text } from "../core/text.ts";
import { type DataPlane, type DataPlaneStats, openDataPlane } from "./data-plane.ts";
import { type EmulatorHost, openHost } from "./emulator-host.ts";
import { type FaultRule, planFaults } from "./fault-plan.ts";
import { announce, withdraw } from "./find-running.ts";
import { openRequestLog } from "./request-log.ts";
import { type ApiServer, serveApi } from "./server.ts";
import { openStateFolder } from "./state-folder.ts";
import type { CloudEmulator, LogEntry, World } from "./types.ts";

export interface StartOptions {
  readonly emulators: readonly CloudEmulator<unknown>[];
  readonly stateDir: string;
  /** Or how to read it once the state folder is this process's alone. */
  readonly world: World | (() => Promise<World>);
  /** True: listeners really listen, probes are really made, and `findRunning` finds this process. */
  readonly dataPlane: boolean;
  /** Emulator id → port on 127.0.0.1; absent: any free one. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly faults?: readonly FaultRule[];
  /** Seed of the faults with a percentage. */
  readonly faultSeed?: number;
  /** What a person who runs the emulator should know, e.g. a listener that could not be opened. */
  readonly onNotice?: (text: Text) => void;
  /** Exceptions that an emulator should not have thrown; default: a notice with the stack. */
  readonly onDefect?: (error: unknown) => void;
  /** How long to wait for another process that uses the state folder. */
  readonly lockWaitMs?: number;
  /** Milliseconds since the epoch; tests hand in their own clock. */
  readonly now?: () => number;
  /** How often the data plane looks at the state. */
  readonly tickMs?: number;
}

export interface RunningKit {
  /** Emulator id → URL of its API. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Requests of this run, in order. */
  readonly log: readonly LogEntry[];
  /** Connections per listener and backend, of all emulators. */
  readonly stats: () => DataPlaneStats;
  readonly stop: () => Promise<void>;
}

function defectNotice(onNotice: (text: Text) => void): (error: unknown) => void {
  return (error) => {
    const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
    onNotice({ en: `a defect of the emulator: ${shown}`, zh: `模拟器缺陷：${shown}` });
  };
}

/** Last first; a step that fails keeps no other from being taken. */
async function undoAll(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of [...steps].reverse()) await step().catch((error) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

/** Serves emulated clouds from a state folder until `stop`. Throws SlbctlError when the folder cannot be used. */
export async function startEmulators(options: StartOptions): Promise<RunningKit> {
  const onNotice = options.onNotice ?? (() => undefined);
  const onDefect = options.onDefect ?? defectNotice(onNotice);
  const undo: (() => Promise<unknown>)[] = [];
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= undoAll(undo);
    return stopped;
  };
  try {
    const folder = await openStateFolder(options.stateDir, options.lockWaitMs);
    undo.push(() => folder.release());
    const world = typeof options.world === "function" ? await options.world() : options.world;
    const log = await openRequestLog(folder.path);
    undo.push(() => log.close());
    const faults = planFaults(options.faults ?? [], options.faultSeed);
    const now = options.now ?? Date.now;
    const served: { host: EmulatorHost; api: ApiServer }[] = [];
    const planes: DataPlane[] = [];
    for (const emulator of options.emulators) {
      const host = await openHost({ emulator, folder, world, faults, log, now, onDefect });
      undo.push(() => host.close());
      if (options.dataPlane) {
        const plane = openDataPlane(host, { onNotice, onDefect, tickMs: options.tickMs ?? 200 });
        undo.push(() => plane.close());
        host.onChange = () => plane.sync();
        planes.push(plane);
        await plane.sync();
      }
      const api = await serveApi(host, options.ports?.[emulator.id] ?? 0, onDefect);
      undo.push(() => api.close());
      served.push({ host, api });
    }
    const endpoints = Object.fromEntries(served.map(({ host, api }) => [host.emulator.id, api.url]));
    if (options.dataPlane) {
      undo.push(() => withdraw(folder.path));
      await announce(folder.path, endpoints);
    }
    const stats = (): DataPlaneStats => Object.assign({}, ...planes.map((plane) => plane.stats()));
    return { endpoints, log: log.entries, stats, stop };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}
