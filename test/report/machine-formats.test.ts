import { describe, expect, test } from "vitest";
import { ProviderFault } from "../../src/core/error.ts";
import type { Plan } from "../../src/core/plan.ts";
import type { BalancerStatus } from "../../src/core/provider.ts";
import type { ApplyReport } from "../../src/plan/apply-plan.ts";
import { applyReportJson } from "../../src/report/apply-json.ts";
import { createReportJson } from "../../src/report/create-json.ts";
import { statusJson } from "../../src/report/status-json.ts";
import { applyReportSchema, createReportSchema, statusSchema } from "../../tools/schemas/report-schemas.ts";

const step = {
  action: "create",
  id: "load-balancer",
  kind: "load-balancer",
  props: { a: [1, { $ref: "x", output: "id" }] },
} as const;
const plan: Plan = {
  schemaVersion: 1,
  kind: "Plan",
  provider: "fake",
  name: "api",
  region: "r1",
  intent: "create",
  observedDigest: "0".repeat(64),
  steps: [step],
  known: { x: { id: "x-1" } },
};
const report: ApplyReport = {
  done: [],
  failed: { step, error: new ProviderFault("quota", { en: "too many", zh: "超出配额" }) },
  notStarted: [step],
  interrupted: false,
  outputs: new Map([["x", { id: "x-1" }]]),
};
const status: BalancerStatus = {
  phase: "active",
  reason: { en: "all well", zh: "一切正常" },
  id: "lb-1",
  addresses: ["10.0.0.1"],
  dnsName: undefined,
  listeners: [{ port: 6443, running: true, state: "running" }],
  backends: [
    {
      id: "i-1",
      address: "10.0.0.11",
      port: 6443,
      state: "unhealthy",
      reason: "abnormal",
      meaning: { en: "down", zh: "宕机" },
    },
    { id: "i-2", address: undefined, port: 6443, state: "draining", reason: undefined, meaning: undefined },
  ],
};
const diagnosis = { findings: [], inconclusive: [], passed: [], notApplicable: [] };
/** What a reader gets: after JSON, `undefined` is gone. */
const printed = (value: object): unknown => JSON.parse(JSON.stringify(value));

describe("machine formats follow their schemas and are English", () => {
  test.each([
    ["status", statusSchema, statusJson("api", status)],
    [
      "status of nothing",
      statusSchema,
      statusJson("api", {
        ...status,
        phase: "absent",
        id: undefined,
        listeners: [],
        backends: [],
        reason: undefined,
      }),
    ],
    ["report of a plan that was shown", applyReportSchema, applyReportJson(plan, undefined)],
    ["report of a plan that failed", applyReportSchema, applyReportJson(plan, report)],
    [
      "create",
      createReportSchema,
      createReportJson({
        name: "api",
        plan,
        report,
        status,
        diagnosis,
        emitted: { folder: "out", files: ["a"] },
      }),
    ],
    [
      "create, dry run",
      createReportSchema,
      createReportJson({
        name: "api",
        plan,
        report: undefined,
        status: undefined,
        diagnosis,
        emitted: undefined,
      }),
    ],
  ])("%s", (_what, schema, value) => {
    const json = printed(value);
    expect(schema.safeParse(json).error?.issues ?? []).toEqual([]);
    expect(JSON.stringify(json)).not.toMatch(/\p{Script=Han}/u);
  });

  test("a field that the schema does not know is noticed", () => {
    expect(
      statusSchema.safeParse({ ...(printed(statusJson("api", status)) as object), more: 1 }).success,
    ).toBe(false);
  });

  test("draining backends do not keep a status from being healthy, unhealthy ones do", () => {
    const [down, draining] = status.backends;
    const healthy = { ...status.backends[0], state: "healthy" } as (typeof status.backends)[number];
    expect(statusJson("api", { ...status, backends: [healthy, draining as never] })).toMatchObject({
      healthy: true,
    });
    expect(statusJson("api", { ...status, backends: [healthy, down as never] })).toMatchObject({
      healthy: false,
    });
  });
});
