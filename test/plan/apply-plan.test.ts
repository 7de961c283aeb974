import { describe, expect, test } from "vitest";
import { ProviderFault } from "../../src/core/error.ts";
import type { Plan, Step } from "../../src/core/plan.ts";
import { applyPlan } from "../../src/plan/apply-plan.ts";

const create = (id: string, props: Step["props"] = {}): Step => ({ action: "create", id, kind: "k", props });
const plan = (...steps: Step[]): Plan => ({
  schemaVersion: 1,
  kind: "Plan",
  provider: "fake",
  name: "api",
  region: undefined,
  intent: "create",
  observedDigest: "0".repeat(64),
  steps,
  known: { old: { id: "x-old" } },
});
const idle = { onStart: () => undefined, onDone: () => undefined };

describe("apply", () => {
  test("hands each step the outputs of those before it and of what existed", async () => {
    const sent: unknown[] = [];
    const report = await applyPlan(
      plan(
        create("a", { from: { $ref: "old", output: "id" } }),
        create("b", { list: [{ $ref: "a", output: "id" }] }),
      ),
      {
        ...idle,
        execute: async (step) => {
          sent.push(step.props);
          return { id: `x-${step.id}` };
        },
        signal: new AbortController().signal,
      },
    );
    expect(sent).toEqual([{ from: "x-old" }, { list: ["x-a"] }]);
    expect(report.done).toHaveLength(2);
    expect(report.outputs.get("b")).toEqual({ id: "x-b" });
  });

  test("a failure is a report: what was done, what failed, what was not started", async () => {
    const fault = new ProviderFault("quota", { en: "quota", zh: "配额" });
    const report = await applyPlan(plan(create("a"), create("b"), create("c")), {
      ...idle,
      execute: async (step) => {
        if (step.id === "b") throw fault;
        return {};
      },
      signal: new AbortController().signal,
    });
    expect(report.done.map(({ id }) => id)).toEqual(["a"]);
    expect(report.failed).toMatchObject({ step: { id: "b" }, error: fault });
    expect(report.notStarted.map(({ id }) => id)).toEqual(["c"]);
  });

  test("an interrupt lets the step in flight finish and begins no other", async () => {
    const controller = new AbortController();
    const report = await applyPlan(plan(create("a"), create("b")), {
      ...idle,
      execute: async () => {
        controller.abort();
        return {};
      },
      signal: controller.signal,
    });
    expect(report).toMatchObject({ interrupted: true, failed: undefined });
    expect([report.done.length, report.notStarted.length]).toEqual([1, 1]);
  });

  test("a defect is thrown, not swallowed", async () => {
    const broken = applyPlan(plan(create("a", { x: { $ref: "nobody", output: "id" } })), {
      ...idle,
      execute: async () => ({}),
      signal: new AbortController().signal,
    });
    await expect(broken).rejects.toThrow('no output "id" of nobody');
  });
});
