import { randomBytes } from "node:crypto";
import type { FaultPlan, Injected } from "./fault-plan.ts";
import type { RequestLog } from "./request-log.ts";
import { type StateFolder, unlessGone } from "./state-folder.ts";
import type {
  CloudEmulator,
  EmulatorContext,
  Handled,
  ProbeOutcome,
  WireRequest,
  WireResponse,
  World,
} from "./types.ts";

/** How long outcomes of health probes may wait for the disk; a kill loses at most this much of them. */
const PROBE_SAVE_MS = 1000;

export interface HostOptions {
  readonly emulator: CloudEmulator<unknown>;
  readonly folder: StateFolder;
  readonly world: World;
  readonly faults: FaultPlan;
  readonly log: RequestLog;
  readonly now: () => number;
  /** An exception that an emulator should not have thrown. */
  readonly onDefect: (error: unknown) => void;
}

export interface Operated {
  readonly response: WireResponse;
  readonly injected: Injected;
}

/** One emulator with its stored state: operations one at a time, each on the disk before it is answered. */
export interface EmulatorHost {
  readonly emulator: CloudEmulator<unknown>;
  context(): EmulatorContext<unknown>;
  operate(request: WireRequest): Promise<Operated>;
  probed(outcome: ProbeOutcome): void;
  /** Called after each operation that changed the state, before its answer. */
  onChange: () => Promise<void>;
  /** Waits for running operations and stores what is not stored yet. */
  close(): Promise<void>;
}

const EARLY = new Set(["throttle", "internal", "unavailable", "refuse-before"]);

export async function openHost(options: HostOptions): Promise<EmulatorHost> {
  const { emulator, folder, world, log } = options;
  let state = (await folder.load(emulator.id, emulator.stateVersion)) ?? emulator.initial();
  let queue: Promise<unknown> = Promise.resolve();
  let saveTimer: NodeJS.Timeout | undefined;

  const newId = (digits: number) =>
    randomBytes(Math.ceil(digits / 2))
      .toString("hex")
      .slice(0, digits);
  const context = (): EmulatorContext<unknown> => ({ state, world, now: options.now(), newId });
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  };
  const save = (json: string) => folder.save(emulator.id, emulator.stateVersion, json);

  function defect(error: unknown): Handled {
    options.onDefect(error);
    const response = emulator.errorResponse("internal");
    return { response, action: "unknown", write: false, errorCode: "defect" };
  }

  async function operate(request: WireRequest): Promise<Operated> {
    const number = log.next();
    const before = JSON.stringify(state);
    const restore = () => {
      state = JSON.parse(before);
    };
    let handled: Handled;
    try {
      handled = emulator.handle(request, context());
    } catch (error) {
      restore();
      handled = defect(error);
    }
    const injected = options.faults.decide(number, handled.action);
    const early = injected.kind !== undefined && EARLY.has(injected.kind);
    if (early) {
      // Only by handling it does the operation's name become known; what it did is taken back.
      restore();
      const { kind } = injected;
      const code = kind === "throttle" ? "throttled" : kind === "unavailable" ? kind : "internal";
      handled = { ...handled, response: emulator.errorResponse(code), errorCode: code };
    } else {
      const after = JSON.stringify(state);
      try {
        if (after !== before) await save(after);
      } catch (error) {
        restore();
        handled = { ...defect(error), action: handled.action, write: handled.write };
      }
      if (after !== before) await host.onChange();
    }
    await log.append({
      number,
      emulator: emulator.id,
      at: new Date(options.now()).toISOString(),
      action: handled.action,
      write: handled.write,
      status: injected.kind === "refuse-before" ? 0 : handled.response.status,
      ...(handled.errorCode === undefined || injected.kind === "refuse-before"
        ? {}
        : { errorCode: handled.errorCode }),
      ...(injected.text === undefined ? {} : { fault: injected.text }),
    });
    return { response: handled.response, injected };
  }

  const host: EmulatorHost = {
    emulator,
    context,
    operate: (request) => inTurn(() => operate(request)),
    probed(outcome) {
      try {
        emulator.probed(outcome, context());
      } catch (error) {
        options.onDefect(error);
      }
      saveTimer ??= setTimeout(() => {
        saveTimer = undefined;
        inTurn(() => save(JSON.stringify(state))).catch(options.onDefect);
      }, PROBE_SAVE_MS);
    },
    onChange: async () => undefined,
    async close() {
      await queue;
      if (saveTimer === undefined) return;
      clearTimeout(saveTimer);
      await inTurn(() => save(JSON.stringify(state))).catch(unlessGone);
    },
  };
  return host;
}
