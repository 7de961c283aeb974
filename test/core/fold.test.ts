import fc from "fast-check";
import { expect, test } from "vitest";
import { type Observation, observed } from "../../src/core/observation.ts";
import { factOf, fold, knownValue } from "../../src/core/topology.ts";

const from = (source: string) => ({ kind: "observed", source }) as const;
const settings = (value: Readonly<Record<string, string | boolean>>, source: string): Observation =>
  observed("balancer", "lb", "settings", value, from(source));

test("of settings each source may know a part", () => {
  const folded = fold([settings({ crossZone: true }, "a"), settings({ fixed: true, crossZone: true }, "b")]);
  expect(knownValue(folded, "balancer", "lb", "settings")).toEqual({ crossZone: true, fixed: true });
  const fact = factOf(folded, "balancer", "lb", "settings");
  expect(fact.state === "known" && fact.origins.map(({ source }) => source).sort()).toEqual(["a", "b"]);
});

test("sources that disagree about one setting are a conflict, shown whole", () => {
  const fact = factOf(
    fold([settings({ crossZone: true, fixed: true }, "a"), settings({ crossZone: false }, "b")]),
    "balancer",
    "lb",
    "settings",
  );
  expect(fact.state === "conflict" && fact.values.map(({ value }) => value)).toEqual([
    { crossZone: false },
    { crossZone: true, fixed: true },
  ]);
});

test("the order of observations does not matter", () => {
  const part = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.boolean());
  fc.assert(
    fc.property(fc.array(fc.tuple(part, fc.constantFrom("x", "y")), { minLength: 1 }), (parts) => {
      const all = parts.map(([value, source]) => settings(value, source));
      expect(fold([...all].reverse())).toEqual(fold(all));
    }),
  );
});
