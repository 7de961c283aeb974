import { describe, expect, it } from "vitest";
import { driver } from "../../../providers/aws/driver.ts";
import type { FaultKind } from "../../../src/emulator/fault-plan.ts";
import { actions, connect, openCloud, writes } from "./cloud.ts";
import { apply, carryOut, planFor } from "./run.ts";
import { specWith } from "./spec.ts";

/** Uses every kind of write that a creation has. */
const spec = specWith({ crossZone: true, idleTimeoutSeconds: 600, drainSeconds: 5 });
const EVERYTHING = ["target-group", "targets", "load-balancer", "listener/6443"];

const KINDS: readonly FaultKind[] = [
  "throttle",
  "internal",
  "unavailable",
  "lost-response",
  "cut",
  "malformed",
  "refuse-before",
];

const CALLS = [
  "DescribeLoadBalancers",
  "DescribeTargetGroups",
  "CreateLoadBalancer",
  "ModifyLoadBalancerAttributes",
  "CreateTargetGroup",
  "ModifyTargetGroupAttributes",
  "RegisterTargets",
  "CreateListener",
  "ModifyListenerAttributes",
];

describe("within one run", () => {
  it.each(KINDS)("%s at the first of every call is got over, and nothing is made twice", async (kind) => {
    const kit = await openCloud({
      faults: CALLS.map((action) => ({ kind, action, occurrences: [1, 1] as const })),
    });
    await apply(await connect(kit), spec);
    expect(kit.log.filter(({ fault }) => fault === kind)).toHaveLength(CALLS.length);
    const made = kit.log.filter(({ action, status }) => action.startsWith("Create") && status === 200);
    expect(made).toHaveLength(3);
    const again = await connect(kit);
    expect((await planFor(again, spec)).steps).toEqual([]);
    expect((await driver.observe(again, { name: spec.name })).resources.map(({ id }) => id)).toEqual(
      EVERYTHING,
    );
  });

  it("the answer to a creation is looked for before the creation is sent again", async () => {
    const kit = await openCloud({
      faults: [{ kind: "lost-response", action: "CreateLoadBalancer", occurrences: [1, 1] }],
    });
    await apply(await connect(kit), spec);
    const from = actions(kit.log).indexOf("CreateLoadBalancer");
    expect(actions(kit.log).slice(from, from + 3)).toEqual([
      "CreateLoadBalancer",
      "DescribeLoadBalancers",
      "DescribeTags",
    ]);
    expect(actions(kit.log).filter((action) => action === "CreateLoadBalancer")).toHaveLength(1);
  });

  it("a lost creation is looked for again when the look itself fails", async () => {
    const kit = await openCloud({
      faults: [
        { kind: "lost-response", action: "CreateTargetGroup", occurrences: [1, 1] },
        { kind: "throttle", action: "DescribeTargetGroups", occurrences: [2, 3] },
      ],
    });
    await apply(await connect(kit), spec);
    expect((await planFor(await connect(kit), spec)).steps).toEqual([]);
  });

  it("gives up in the end, saying what AWS said", async () => {
    const kit = await openCloud({ faults: [{ kind: "throttle", action: "RegisterTargets" }] });
    const connection = await connect(kit);
    await expect(apply(connection, spec)).rejects.toMatchObject({ fault: "retry", wireCode: "Throttling" });
    expect(actions(kit.log).filter((action) => action === "RegisterTargets")).toHaveLength(7);
    // Half of 0.5 s, doubled each time, at most of 8 s.
    expect(connection.waitsMs).toEqual([250, 500, 1000, 2000, 4000, 4000]);
  });
});

describe("not found", () => {
  it("of what this run made means not yet", async () => {
    const kit = await openCloud({ timing: { consistencyDelayMs: 120 } });
    const connection = await connect(kit, { waitMs: 50 });
    await apply(connection, spec);
    const codes = new Set(kit.log.flatMap(({ errorCode }) => errorCode ?? []));
    expect(codes).toContain("TargetGroupNotFound");
    expect(codes).toContain("LoadBalancerNotFound");
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect((await planFor(await connect(kit), spec)).steps).toEqual([]);
  });

  it("of anything else is final at once", async () => {
    const kit = await openCloud();
    await apply(await connect(kit), spec);
    const stale = await connect(kit);
    const plan = await planFor(
      stale,
      specWith({ crossZone: false, idleTimeoutSeconds: 600, drainSeconds: 5 }),
    );
    await apply(await connect(kit), undefined);
    const before = kit.log.length;
    const report = await carryOut(stale, plan);
    expect(report.failed?.error).toMatchObject({ fault: "absent", wireCode: "LoadBalancerNotFound" });
    expect(actions(kit.log.slice(before))).toEqual(["ModifyLoadBalancerAttributes"]);
    expect(stale.waitsMs).toEqual([]);
  });
});

describe("Ctrl-C", () => {
  it("begins nothing new, but waits for the answer to the write in flight", async () => {
    const kit = await openCloud({
      faults: [{ kind: "latency", latencyMs: 150, action: "CreateLoadBalancer" }],
    });
    const interrupt = new AbortController();
    const connection = await connect(kit, { signal: interrupt.signal });
    const plan = await planFor(connection, spec);
    setTimeout(() => interrupt.abort(), 50);
    const report = await carryOut(connection, plan);
    expect(report.interrupted).toBe(true);
    expect(writes(connection).map(({ action }) => action)).toEqual(["CreateLoadBalancer"]);
    // What it made is known as ours, and the same command goes on from there.
    const next = await connect(kit);
    await apply(next, spec);
    expect(writes(next).map(({ action }) => action)).not.toContain("CreateLoadBalancer");
    expect((await planFor(await connect(kit), spec)).steps).toEqual([]);
  });

  it("cuts a read short", async () => {
    const kit = await openCloud({ faults: [{ kind: "latency", latencyMs: 1500 }] });
    const interrupt = new AbortController();
    const connection = await connect(kit, { signal: interrupt.signal });
    setTimeout(() => interrupt.abort(), 50);
    const begun = performance.now();
    await expect(driver.observe(connection, { name: "x" })).rejects.toMatchObject({ code: "interrupted" });
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});

it("a clock that is an hour off is corrected by the server's, without a retry of anything that was done", async () => {
  const kit = await openCloud({ now: () => Date.now() + 3_600_000 });
  await apply(await connect(kit), spec);
  expect((await planFor(await connect(kit), spec)).steps).toEqual([]);
  expect(kit.log.some(({ errorCode }) => errorCode === "SignatureDoesNotMatch")).toBe(true);
  const made = kit.log.filter(({ action, status }) => action.startsWith("Create") && status < 400);
  expect(made).toHaveLength(3);
});

it("what cannot be read is a gap with its reason, not an absence", async () => {
  const kit = await openCloud({ faults: [{ kind: "unavailable", action: "DescribeTargetGroups" }] });
  const { resources, gaps } = await driver.observe(await connect(kit), { name: spec.name });
  expect(resources).toEqual([]);
  expect(gaps).toEqual([{ kind: "target-group", reason: expect.stringContaining("ServiceUnavailable") }]);
});
