import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { KindDescription } from "../../src/core/provider.ts";
import type { ObservedResource, Resource, Value } from "../../src/core/resource.ts";
import { changesBetween } from "../../src/plan/changes.ts";
import { diff } from "../../src/plan/diff.ts";

const kinds: Record<string, KindDescription> = {
  thing: {
    title: { en: "thing", zh: "东西" },
    immutable: { zone: { en: "zones cannot change", zh: "可用区不可更改" } },
    exact: ["servers"],
  },
};
const observe = (resource: Resource, id = `phy-${resource.id}`): ObservedResource => ({
  ...resource,
  outputs: { id },
  ownership: "ours",
});
const thing = (id: string, props: Resource["props"]): Resource => ({ id, kind: "thing", props });

const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string({ maxLength: 5 }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c", "$ref"), tie("value"), { maxKeys: 3 }),
  ),
})).value;
const props = fc.dictionary(fc.constantFrom("a", "b", "servers", "zone"), value, { maxKeys: 4 });

/** An independent reading of "the wish is met": what a change says, applied to what was found, leaves no change. */
function patched(found: Resource["props"], changes: readonly { path: string; to: Value | undefined }[]) {
  const copy = structuredClone(found) as Record<string, unknown>;
  for (const { path, to } of changes) {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    let at = copy;
    for (const key of keys) at = at[key] as Record<string, unknown>;
    if (to === undefined) delete at[last];
    else at[last] = to;
  }
  return copy as Resource["props"];
}

describe("changes between a wish and what was found", () => {
  test("nothing differs from itself", () => {
    fc.assert(
      fc.property(props, (wish) => {
        expect(changesBetween(wish, wish, ["servers"])).toEqual([]);
      }),
    );
  });

  test("applying all changes leaves none", () => {
    fc.assert(
      fc.property(props, props, (wish, found) => {
        const changes = changesBetween(wish, found, ["servers"]);
        expect(changesBetween(wish, patched(found, changes), ["servers"])).toEqual([]);
      }),
    );
  });

  test.each([
    ["a scalar", { a: 1 }, { a: 2 }, [{ path: "a", from: 2, to: 1 }]],
    ["absence equals null", { a: null }, {}, []],
    ["keys nobody wished for are left alone", { tags: { x: "1" } }, { tags: { x: "1", other: "2" } }, []],
    [
      "but not in exact maps",
      { servers: {} },
      { servers: { m1: 1 } },
      [{ path: "servers.m1", from: 1, to: undefined }],
    ],
    ["lists are compared whole", { a: [1, 2] }, { a: [2, 1] }, [{ path: "a", from: [2, 1], to: [1, 2] }]],
    ["deep", { h: { i: 5, j: 1 } }, { h: { i: 2, j: 1 } }, [{ path: "h.i", from: 2, to: 5 }]],
  ] as const)("%s", (_title, wish, found, expected) => {
    expect(
      changesBetween(wish as unknown as Resource["props"], found as unknown as Resource["props"], [
        "servers",
      ]),
    ).toEqual(expected);
  });
});

describe("diff", () => {
  test("of a world that is as wished is empty", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), props), { selector: ([id]) => id }),
        (all) => {
          const wishes = all.map(([id, p]) => thing(id, p));
          expect(
            diff(
              wishes,
              wishes.map((wish) => observe(wish)),
              kinds,
            ),
          ).toEqual([]);
        },
      ),
    );
  });

  test("creates what is missing and deletes what is left over", () => {
    const result = diff([thing("new", {})], [observe(thing("old", {}))], kinds);
    expect(result.map(({ action }) => action)).toEqual(["create", "delete"]);
  });

  test("an immutable difference replaces, and takes along what refers to it", () => {
    const lb = thing("lb", { zone: "a" });
    const listener = thing("listener", { lb: { $ref: "lb", output: "id" } });
    const rule = thing("rule", { listener: { $ref: "listener", output: "id" } });
    const bystander = thing("acl", { a: 1 });
    const wishes = [thing("lb", { zone: "b" }), listener, rule, bystander];
    const result = diff(
      wishes,
      [lb, listener, rule, bystander].map((found) => observe(found)),
      kinds,
    );
    expect(result.map((d) => [d.action, "wish" in d ? d.wish.id : ""])).toEqual([
      ["replace", "lb"],
      ["replace", "listener"],
      ["replace", "rule"],
    ]);
  });

  test("something new that refers to a replaced resource is created, not replaced", () => {
    const listener = thing("listener", { lb: { $ref: "lb", output: "id" } });
    const result = diff([thing("lb", { zone: "b" }), listener], [observe(thing("lb", { zone: "a" }))], kinds);
    expect(result.map((d) => [d.action, "wish" in d ? d.wish.id : ""])).toEqual(
      expect.arrayContaining([
        ["replace", "lb"],
        ["create", "listener"],
      ]),
    );
    expect(result).toHaveLength(2);
  });
});
