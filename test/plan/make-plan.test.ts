import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { KindDescription } from "../../src/core/provider.ts";
import { type Observed, type ObservedResource, type Resource, refsOf } from "../../src/core/resource.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { observedDigest } from "../../src/plan/observed-digest.ts";
import { inReferenceOrder } from "../../src/plan/order.ts";
import { parsePlan } from "../../src/plan/parse-plan.ts";
import type { PlanRequest } from "../../src/plan/plan-request.ts";

const title = { en: "t", zh: "t" };
const kinds: Record<string, KindDescription> = {
  lb: { title, immutable: { vpc: { en: "the VPC is fixed", zh: "VPC 不可更改" } }, exact: [] },
  listener: { title, immutable: {}, exact: [], vanishesWith: "lb" },
  group: { title, immutable: {}, exact: [] },
};
const lb: Resource = { id: "lb", kind: "lb", props: { vpc: "v1" } };
const group: Resource = { id: "group", kind: "group", props: { vpc: { $ref: "lb", output: "vpc" } } };
const listener: Resource = {
  id: "listener/6443",
  kind: "listener",
  props: { lb: { $ref: "lb", output: "id" }, group: { $ref: "group", output: "id" } },
};
const seen = (resource: Resource, ownership: ObservedResource["ownership"] = "ours"): ObservedResource => ({
  ...resource,
  outputs: { id: `x-${resource.id}` },
  ownership,
  ...(ownership === "foreign" ? { owner: "ack.aliyun.com" } : {}),
});
const request = (
  wishes: readonly Resource[],
  resources: readonly ObservedResource[],
  more: Partial<PlanRequest> = {},
) =>
  makePlan({
    provider: "fake",
    name: "api",
    region: "r1",
    intent: "create",
    wishes,
    observed: { resources, gaps: [] } satisfies Observed,
    kinds,
    adopt: false,
    replace: false,
    ...more,
  });
const steps = (made: ReturnType<typeof makePlan>) =>
  made.ok ? made.value.steps.map(({ action, id }) => `${action} ${id}`) : made.error.map(({ code }) => code);

describe("order", () => {
  test("puts every resource behind what it refers to, whatever the order it came in", () => {
    const graph = fc.integer({ min: 1, max: 12 }).chain((size) =>
      fc.tuple(
        fc.array(fc.array(fc.nat({ max: size - 1 }), { maxLength: 4 }), {
          minLength: size,
          maxLength: size,
        }),
        fc.shuffledSubarray([...Array(size).keys()], { minLength: size, maxLength: size }),
      ),
    );
    fc.assert(
      fc.property(graph, ([edges, shuffle]) => {
        // Edges only to lower numbers: acyclic by construction.
        const all = edges.map(
          (to, from): Resource => ({
            id: `n${from}`,
            kind: "lb",
            props: {
              refs: to
                .filter((target) => target < from)
                .map((target) => ({ $ref: `n${target}`, output: "id" })),
            },
          }),
        );
        const ordered = inReferenceOrder(shuffle.map((index) => all[index] as Resource));
        expect(ordered).toHaveLength(all.length);
        const position = new Map(ordered.map(({ id }, index) => [id, index]));
        for (const { id, props } of ordered)
          for (const { $ref } of refsOf(props["refs"] ?? []))
            expect(position.get($ref)).toBeLessThan(position.get(id) ?? -1);
      }),
    );
  });

  test("a cycle is a defect, not an endless loop", () => {
    const a: Resource = { id: "a", kind: "lb", props: { r: { $ref: "b", output: "id" } } };
    const b: Resource = { id: "b", kind: "lb", props: { r: { $ref: "a", output: "id" } } };
    expect(() => inReferenceOrder([a, b])).toThrow(/cycle/);
  });
});

describe("plan", () => {
  test("creates forward along references", () => {
    expect(steps(request([listener, group, lb], []))).toEqual([
      "create lb",
      "create group",
      "create listener/6443",
    ]);
  });

  test("is empty when the world is as wished", () => {
    expect(steps(request([lb, group, listener], [seen(lb), seen(group), seen(listener)]))).toEqual([]);
  });

  test("deletes backward, without a step for what vanishes with its container", () => {
    expect(steps(request([], [seen(lb), seen(group), seen(listener)], { intent: "delete" }))).toEqual([
      "delete group",
      "delete lb",
    ]);
  });

  test("a listener alone is deleted by its own step", () => {
    expect(steps(request([lb, group], [seen(lb), seen(group), seen(listener)]))).toEqual([
      "delete listener/6443",
    ]);
  });

  test("refuses a replacement with path and reason, and makes it delete-then-create when allowed", () => {
    const moved = { ...lb, props: { vpc: "v2" } };
    const refused = request([moved, group, listener], [seen(lb), seen(group), seen(listener)]);
    expect(steps(refused)).toEqual(["replacement", "replacement", "replacement"]);
    expect(refused.ok ? "" : refused.error[0]?.text.en).toBe("lb must be replaced: vpc: the VPC is fixed");
    const allowed = request([moved, group, listener], [seen(lb), seen(group), seen(listener)], {
      replace: true,
    });
    expect(steps(allowed)).toEqual([
      "delete group",
      "delete lb",
      "create lb",
      "create group",
      "create listener/6443",
    ]);
  });

  test.each([
    ["foreign", false, ["foreign"]],
    ["foreign", true, ["foreign"]],
    ["adoptable", false, ["not-ours"]],
    ["adoptable", true, []],
  ] as const)("ownership %s, adopt %s", (ownership, adopt, expected) => {
    expect(steps(request([lb], [seen(lb, ownership)], { adopt }))).toEqual(expected);
  });

  test("deletion leaves alone what is not ours, even with adopt", () => {
    expect(steps(request([], [seen(lb, "adoptable"), seen(group)], { intent: "delete" }))).toEqual([
      "delete group",
    ]);
  });

  test("a gap stops planning: ignorance is not absence", () => {
    const made = request([lb], [], { observed: { resources: [], gaps: [{ kind: "lb", reason: "403" }] } });
    expect(steps(made)).toEqual(["unreadable"]);
  });

  test("survives being stored: JSON out, JSON in, equal", () => {
    const made = request([lb, group, listener], [seen(lb)]);
    if (!made.ok) throw new Error("expected a plan");
    const again = parsePlan(JSON.stringify(made.value));
    expect(again).toEqual({ ok: true, value: made.value });
  });

  test("digest ignores the order of reading and nothing else", () => {
    const one = observedDigest({ resources: [seen(lb), seen(group)], gaps: [] });
    expect(observedDigest({ resources: [seen(group), seen(lb)], gaps: [] })).toBe(one);
    expect(observedDigest({ resources: [seen(lb), seen(group, "adoptable")], gaps: [] })).not.toBe(one);
  });
});

describe("deletion protection", () => {
  const guardedKinds = {
    ...kinds,
    lb: { ...kinds["lb"], protection: { at: ["flags", "keep.it"], on: "true" } },
  };
  const guarded: Resource = { ...lb, props: { vpc: "v1", flags: { "keep.it": "true" } } };
  const of = (wishes: readonly Resource[], found: Resource, more: Partial<PlanRequest> = {}) =>
    steps(request(wishes, [seen(found)], { kinds: guardedKinds as never, ...more }));

  test("refuses before anything is deleted", () => {
    expect(of([], guarded, { intent: "delete" })).toEqual(["protected"]);
  });

  test("refuses a replacement that was allowed, too", () => {
    expect(of([{ ...guarded, props: { ...guarded.props, vpc: "v2" } }], guarded, { replace: true })).toEqual([
      "protected",
    ]);
  });

  test("does not stand in the way of anything else", () => {
    expect(of([{ ...guarded, props: { vpc: "v1", flags: { "keep.it": "false" } } }], guarded)).toEqual([
      "update lb",
    ]);
    expect(of([], lb, { intent: "delete" })).toEqual(["delete lb"]);
  });
});

describe("stored plans", () => {
  test.each([
    ["not JSON", "{", /not JSON/],
    ["wrong kind", '{"kind":"Status"}', /kind/],
    [
      "bad digest",
      '{"schemaVersion":1,"kind":"Plan","provider":"p","name":"n","intent":"create","observedDigest":"x","steps":[],"known":{}}',
      /observedDigest/,
    ],
  ])("%s is refused with the place", (_title, text, expected) => {
    const parsed = parsePlan(text);
    expect(parsed.ok ? "" : parsed.error.join("\n")).toMatch(expected);
  });

  test("no text crashes it", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parsePlan(text)));
  });
});
