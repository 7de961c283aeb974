import { expect } from "vitest";
import { digest } from "../../src/core/digest.ts";
import { DEFAULT_RETRY } from "../../src/core/retry.ts";
import type { FaultKind, FaultRule } from "../../src/emulator/fault-plan.ts";
import { type Cloud, observe, openCloud, type Run, run, type Subject, wishesOf, writes } from "./subject.ts";

/** One clause of the contract: throws when the provider breaks it. Plain functions, so that broken providers can be shown to fail. */
export type Check = (subject: Subject) => Promise<void>;

async function withCloud(subject: Subject, body: (cloud: Cloud) => Promise<void>): Promise<void> {
  const cloud = await openCloud(subject);
  try {
    await body(cloud);
  } finally {
    await cloud.dispose();
  }
}

const actions = ({ plan }: Run) => plan?.steps.map(({ action, id }) => `${action} ${id}`);

/** The same command once more: nothing to plan, nothing written. */
async function expectSettled(cloud: Cloud, spec: Subject["spec"]): Promise<void> {
  const again = await run(cloud, spec);
  expect(again.error).toBeUndefined();
  expect(actions(again)).toEqual([]);
  expect(writes(again.log)).toEqual([]);
}

async function createCleanly(cloud: Cloud): Promise<Run> {
  const made = await run(cloud, cloud.subject.spec);
  expect(made.error).toBeUndefined();
  return made;
}

/** Where a run may be broken off: before or after request `k`, and what a single bad answer may look like. */
const SINGLE: readonly FaultKind[] = [
  "throttle",
  "internal",
  "unavailable",
  "refuse-before",
  "lost-response",
  "cut",
  "malformed",
];
const killedBefore = (k: number): readonly FaultRule[] => [
  { kind: "refuse-before", requests: [k, Number.POSITIVE_INFINITY] },
];
const killedAfter = (k: number): readonly FaultRule[] => [
  { kind: "lost-response", requests: [k, k] },
  ...killedBefore(k + 1),
];
const interruptions = (k: number): readonly (readonly [string, readonly FaultRule[]])[] => [
  [`killed before request ${k}`, killedBefore(k)],
  [`killed after request ${k}, its answer lost`, killedAfter(k)],
  ...SINGLE.map((kind) => [`${kind} at request ${k}`, [{ kind, requests: [k, k] } as FaultRule]] as const),
];

export const CHECKS: Readonly<Record<string, Check>> = {
  "compile is deterministic": async (subject) => {
    expect(digest(wishesOf(subject, subject.spec))).toBe(
      digest(wishesOf(subject, structuredClone(subject.spec))),
    );
  },

  "a fresh create stays within its budget of calls": (subject) =>
    withCloud(subject, async (cloud) => {
      const { log } = await createCleanly(cloud);
      const wrote = writes(log).length;
      expect.soft(wrote).toBeLessThanOrEqual(subject.budget.writes);
      const firstWrite = log.findIndex(({ write }) => write);
      // Reads before the first write; those after it are polls.
      expect(log.slice(0, firstWrite)).toHaveLength(subject.budget.reads);
    }),

  "what is observed after apply equals what was compiled: a second run writes nothing": (subject) =>
    withCloud(subject, async (cloud) => {
      await createCleanly(cloud);
      await expectSettled(cloud, subject.spec);
    }),

  "a change in place is made once, and undone by going back": (subject) =>
    withCloud(subject, async (cloud) => {
      await createCleanly(cloud);
      const before = await cloud.inventory();
      const changed = await run(cloud, subject.changed);
      expect(changed.error).toBeUndefined();
      expect(actions(changed)?.length).toBeGreaterThan(0);
      await expectSettled(cloud, subject.changed);
      const back = await run(cloud, subject.spec);
      expect(back.error).toBeUndefined();
      await expectSettled(cloud, subject.spec);
      expect(await cloud.inventory()).toEqual(before);
    }),

  "create interrupted anywhere, the same command converges with nothing twice and nothing orphaned": async (
    subject,
  ) => {
    let length = 0;
    let kinds = 0;
    await withCloud(subject, async (cloud) => {
      length = (await createCleanly(cloud)).log.length;
      kinds = (await cloud.inventory()).length;
    });
    expect(length).toBeGreaterThanOrEqual(subject.budget.writes);
    for (let k = 1; k <= length; k++)
      for (const [title, faults] of interruptions(k))
        await withCloud(subject, async (cloud) => {
          await run(cloud, subject.spec, { faults });
          const resumed = await run(cloud, subject.spec);
          expect(resumed.error, title).toBeUndefined();
          await expectSettled(cloud, subject.spec);
          expect((await cloud.inventory()).length, title).toBe(kinds);
        });
  },

  "delete leaves nothing, also when it was interrupted anywhere": async (subject) => {
    let length = 0;
    await withCloud(subject, async (cloud) => {
      await createCleanly(cloud);
      const gone = await run(cloud, subject.spec, { intent: "delete" });
      expect(gone.error).toBeUndefined();
      expect(await cloud.inventory()).toEqual([]);
      length = gone.log.length;
      const again = await run(cloud, subject.spec, { intent: "delete" });
      expect(again.error).toBeUndefined();
      expect(writes(again.log)).toEqual([]);
    });
    for (let k = 1; k <= length; k++)
      for (const [title, faults] of interruptions(k))
        await withCloud(subject, async (cloud) => {
          await createCleanly(cloud);
          await run(cloud, subject.spec, { intent: "delete", faults });
          const resumed = await run(cloud, subject.spec, { intent: "delete" });
          expect(resumed.error, title).toBeUndefined();
          expect(await cloud.inventory(), title).toEqual([]);
        });
  },

  "delete cleans up after a create that was killed anywhere": async (subject) => {
    let length = 0;
    await withCloud(subject, async (cloud) => {
      length = (await createCleanly(cloud)).log.length;
    });
    for (let k = 1; k <= length; k++)
      await withCloud(subject, async (cloud) => {
        await run(cloud, subject.spec, { faults: killedAfter(k) });
        const gone = await run(cloud, subject.spec, { intent: "delete" });
        expect(gone.error, `killed after ${k}`).toBeUndefined();
        expect(await cloud.inventory(), `killed after ${k}`).toEqual([]);
      });
  },

  "a cloud that cannot be read is not an empty one": (subject) =>
    withCloud(subject, async (cloud) => {
      await createCleanly(cloud);
      const before = await cloud.inventory();
      // Every attempt of the first reads fails; whatever is asked afterwards would work.
      const last = DEFAULT_RETRY.attempts * subject.budget.reads;
      const blind = await run(cloud, subject.spec, {
        faults: [{ kind: "unavailable", requests: [1, last] }],
      });
      expect(blind.error).toBeDefined();
      expect(writes(blind.log)).toEqual([]);
      expect(await cloud.inventory()).toEqual(before);
    }),

  "what is not tagged ours is not touched, and taken over only when asked": (subject) =>
    withCloud(subject, async (cloud) => {
      const id = await subject.makeForeign(cloud, subject.spec.name);
      const before = await cloud.inventory();
      const refused = await run(cloud, subject.spec);
      expect(refused.error?.code).toBe("refused-not-ours");
      expect(writes(refused.log)).toEqual([]);
      const deleted = await run(cloud, subject.spec, { intent: "delete" });
      expect(deleted.error).toBeUndefined();
      expect(await cloud.inventory()).toEqual(before);
      const adopted = await run(cloud, subject.spec, { adopt: true });
      expect(adopted.error).toBeUndefined();
      const { resources } = await observe(cloud, subject.spec.name);
      expect(resources.every(({ ownership }) => ownership === "ours")).toBe(true);
      expect(await cloud.inventory()).toContain(id);
      await expectSettled(cloud, subject.spec);
    }),

  "a neighbour of another name survives create and delete": (subject) =>
    withCloud(subject, async (cloud) => {
      const id = await subject.makeForeign(cloud, "neighbour");
      const before = await cloud.inventory();
      await createCleanly(cloud);
      await run(cloud, subject.spec, { intent: "delete" });
      expect(await cloud.inventory()).toEqual(before);
      expect(before).toContain(id);
    }),

  "the compiled wish describes a balancer, a listener and its backends to the doctor": async (subject) => {
    const graph = { name: "api", resources: wishesOf(subject, subject.spec) };
    const evidence = await subject.descriptor.evidence?.();
    const facts = [...(evidence?.topology?.(graph) ?? [])].map(
      ({ subject: of, fact }) => `${of.kind}.${fact}`,
    );
    expect(facts).toEqual(
      expect.arrayContaining(["balancer.model", "listener.backends", "listener.healthCheck"]),
    );
  },
};
