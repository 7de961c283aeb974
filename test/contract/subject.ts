import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SlbctlError } from "../../src/core/error.ts";
import type { Plan } from "../../src/core/plan.ts";
import type { Driver, ProviderDescriptor } from "../../src/core/provider.ts";
import type { Observed } from "../../src/core/resource.ts";
import { type SpecInput, specSchema } from "../../src/core/spec.ts";
import type { FaultRule } from "../../src/emulator/fault-plan.ts";
import { type RunningKit, startEmulators } from "../../src/emulator/start.ts";
import type { CloudEmulator, LogEntry, World } from "../../src/emulator/types.ts";
import { type ApplyReport, applyPlan } from "../../src/plan/apply-plan.ts";
import { makePlan } from "../../src/plan/make-plan.ts";

/** A provider under the contract: what is to be judged and what its emulated world looks like. */
export interface Subject {
  readonly id: string;
  readonly descriptor: ProviderDescriptor;
  readonly driver: Driver;
  readonly emulator: CloudEmulator<unknown>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly region: string;
  readonly world: World;
  /** A spec that the provider accepts, named `api`. */
  readonly spec: SpecInput;
  /** The same with things that can be changed in place: other thresholds, one master less, another tag. */
  readonly changed: SpecInput;
  /** Call counts that a fresh create may need. */
  readonly budget: { readonly reads: number; readonly writes: number };
  /** Makes a load balancer of that name by the provider's own API, without our tag; gives its physical id. */
  readonly makeForeign: (cloud: Cloud, name: string) => Promise<string>;
  /** Physical ids of everything that exists at the emulated cloud, whoever made it. */
  readonly inventory: (state: unknown) => readonly string[];
}

/** One emulated cloud in a folder of its own, whose server can be stopped and started again. */
export interface Cloud {
  readonly subject: Subject;
  /** Serves the cloud while `body` runs. */
  serve<T>(faults: readonly FaultRule[], body: (kit: RunningKit) => Promise<T>): Promise<T>;
  /** Physical ids of everything that exists, read from the state on disk, not through the provider under test. */
  inventory(): Promise<readonly string[]>;
  readonly dispose: () => Promise<void>;
}

export async function openCloud(subject: Subject): Promise<Cloud> {
  const folder = await mkdtemp(join(tmpdir(), `slbctl-contract-${subject.id}-`));
  return {
    subject,
    async serve(faults, body) {
      const kit = await startEmulators({
        emulators: [subject.emulator],
        stateDir: folder,
        world: subject.world,
        dataPlane: false,
        faults,
      });
      try {
        return await body(kit);
      } finally {
        await kit.stop();
      }
    },
    async inventory() {
      const text = await readFile(join(folder, `${subject.id}.json`), "utf8").catch(() => undefined);
      return text === undefined ? [] : [...subject.inventory(JSON.parse(text).state)].sort();
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Retries wait for a moment only, so that exhausting them is quick. */
const impatient = { sleep: async () => undefined, random: () => 0 };

async function connect(subject: Subject, kit: RunningKit, signal = new AbortController().signal) {
  return subject.driver.connect({
    region: subject.region,
    endpoint: kit.endpoints[subject.id],
    env: subject.env,
    signal,
    notice: () => undefined,
    retryTools: impatient,
  });
}

export interface Run {
  readonly plan: Plan | undefined;
  readonly report: ApplyReport | undefined;
  /** Why there was no plan, or what an application stopped on. */
  readonly error: SlbctlError | undefined;
  readonly log: readonly LogEntry[];
}

export interface RunOptions {
  readonly intent?: "create" | "delete";
  readonly faults?: readonly FaultRule[];
  readonly adopt?: boolean;
  readonly replace?: boolean;
}

export function wishesOf(subject: Subject, spec: SpecInput) {
  const compiled = subject.descriptor.compile?.(specSchema.parse(spec));
  if (compiled?.ok !== true) throw new Error(`${subject.id}: the contract's spec does not compile`);
  return compiled.value.resources;
}

/** One whole command against the cloud: connect, observe, plan, apply. Never throws for a user's error. */
export function run(cloud: Cloud, spec: SpecInput, options: RunOptions = {}): Promise<Run> {
  const { subject } = cloud;
  const { intent = "create", faults = [], adopt = false, replace = false } = options;
  return cloud.serve(faults, async (kit) => {
    let plan: Plan | undefined;
    try {
      const connection = await connect(subject, kit);
      const observed = await subject.driver.observe(connection, { name: spec.name });
      const made = makePlan({
        provider: subject.id,
        name: spec.name,
        region: subject.region,
        intent,
        wishes: intent === "create" ? wishesOf(subject, spec) : [],
        observed,
        kinds: subject.descriptor.kinds,
        adopt,
        replace,
      });
      if (!made.ok)
        throw new SlbctlError(`refused-${made.error[0]?.code}`, 2, made.error[0]?.text ?? { en: "", zh: "" });
      plan = made.value;
      const report = await applyPlan(plan, {
        execute: (step) => subject.driver.execute(connection, step),
        onStart: () => undefined,
        onDone: () => undefined,
        signal: new AbortController().signal,
      });
      return { plan, report, error: report.failed?.error, log: [...kit.log] };
    } catch (error) {
      if (!(error instanceof SlbctlError)) throw error;
      return { plan, report: undefined, error, log: [...kit.log] };
    }
  });
}

export const observe = (cloud: Cloud, name: string): Promise<Observed> =>
  cloud.serve([], async (kit) => cloud.subject.driver.observe(await connect(cloud.subject, kit), { name }));

export const writes = (log: readonly LogEntry[]): readonly LogEntry[] =>
  log.filter(({ write, status }) => write && status < 400);
