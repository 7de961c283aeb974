import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type RunningKit, type StartOptions, startEmulators } from "../../src/emulator/start.ts";
import type {
  CloudEmulator,
  DataPlaneListener,
  EmulatorContext,
  Handled,
  ProbeOutcome,
  WireRequest,
} from "../../src/emulator/types.ts";

interface ToyHealth {
  healthy: boolean;
  /** Outcomes in a row that speak against `healthy`. */
  against: number;
  probes: number;
}

export interface ToyState {
  names: string[];
  listeners: DataPlaneListener[];
  health: Record<string, ToyHealth>;
  lastFailure: Record<string, string>;
}

type Context = EmulatorContext<ToyState>;

const keyOf = (listenerKey: string, backendKey: string): string => `${listenerKey} ${backendKey}`;

function carryOut(action: string, body: string, { state }: Context): unknown {
  switch (action) {
    case "Create":
      state.names.push(body);
      return { created: state.names.length };
    case "List":
      return state.names;
    case "Health":
      return { health: state.health, lastFailure: state.lastFailure };
    case "PutListeners":
      state.listeners = JSON.parse(body);
      return {};
    case "CreateThenThrow":
      state.names.push(body);
      throw new Error("the toy broke");
    default:
      return undefined;
  }
}

/** `POST /ACTION` with the argument as body; answers in JSON. */
export const toyEmulator: CloudEmulator<ToyState> = {
  id: "toy",
  stateVersion: 3,
  initial: () => ({ names: [], listeners: [], health: {}, lastFailure: {} }),
  handle(request: WireRequest, context: Context): Handled {
    const action = request.path.slice(1);
    const result = carryOut(action, request.body.toString(), context);
    const headers = { "content-type": "application/json" };
    if (result === undefined) {
      const response = { status: 404, headers, body: '{"code":"NoSuchAction"}' };
      return { response, action: "unknown", write: false, errorCode: "NoSuchAction" };
    }
    const write = action.startsWith("Create") || action.startsWith("Put");
    return { response: { status: 200, headers, body: JSON.stringify(result) }, action, write };
  },
  dataPlane: ({ state }) => state.listeners,
  probed(outcome: ProbeOutcome, { state }: Context) {
    const key = keyOf(outcome.listenerKey, outcome.backendKey);
    const settings = state.listeners.find((listener) => listener.key === outcome.listenerKey)?.probe;
    state.health[key] ??= { healthy: false, against: 0, probes: 0 };
    const health = state.health[key];
    health.probes++;
    health.against = outcome.ok === health.healthy ? 0 : health.against + 1;
    const needed = health.healthy ? settings?.unhealthyThreshold : settings?.healthyThreshold;
    if (health.against >= (needed ?? 1)) {
      health.healthy = outcome.ok;
      health.against = 0;
    }
    if (!outcome.ok) state.lastFailure[key] = `${outcome.failure} ${outcome.status ?? ""}`.trim();
  },
  isHealthy: (listenerKey, backendKey, { state }) =>
    state.health[keyOf(listenerKey, backendKey)]?.healthy === true,
  errorResponse: (code) => ({
    status: code === "throttled" ? 429 : code === "internal" ? 500 : 503,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code }),
  }),
};

/** A new folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "slbctl-emulator-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Toy {
  readonly kit: RunningKit;
  readonly url: string;
  readonly stateDir: string;
  /** Asks one thing and gives the parsed answer. */
  ask(action: string, body?: string): Promise<unknown>;
}

/** Serves the toy until the test is over. */
export async function startToy(options: Partial<StartOptions> = {}): Promise<Toy> {
  const stateDir = options.stateDir ?? (await temporaryFolder());
  const kit = await startEmulators({
    emulators: [toyEmulator],
    stateDir,
    world: { instances: [], subnets: [], securityGroups: [] },
    dataPlane: false,
    tickMs: 20,
    ...options,
  });
  onTestFinished(() => kit.stop());
  const url = kit.endpoints["toy"] ?? "";
  const ask = async (action: string, body = "") =>
    (await fetch(`${url}/${action}`, { method: "POST", body })).json();
  return { kit, url, stateDir, ask };
}
