import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { candidates, createChooser } from "../../src/emulator/backend-choice.ts";
import { backendOf, KEEPS_SOURCE, listenerOf } from "./toy-network.ts";

const backends = (weights: readonly number[]) =>
  weights.map((weight, index) =>
    backendOf({ address: `10.0.0.${index + 1}`, port: 1 }, { key: `b${index}`, weight }),
  );

const rendezvous = { ...KEEPS_SOURCE, select: { ...KEEPS_SOURCE.select, key: "source" as const } };
const weightsOf = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 8 });

describe("a choice", () => {
  test("by weight: every round of as many connections as the weights add up to gives exactly the weights", () => {
    fc.assert(
      fc.property(weightsOf, (weights) => {
        const listener = listenerOf("10.0.1.1", backends(weights), {
          behaviour: KEEPS_SOURCE,
          scheduler: "wrr",
        });
        const chooser = createChooser();
        const sum = weights.reduce((a, b) => a + b, 0);
        for (let round = 0; round < 2; round++) {
          const counts = weights.map(() => 0);
          for (let i = 0; i < sum; i++) {
            const key = chooser.choose(listener, "10.9.9.9", () => true)?.key ?? "";
            counts[Number(key.slice(1))] = (counts[Number(key.slice(1))] ?? 0) + 1;
          }
          expect(counts).toEqual(weights);
        }
        if (sum === 0) expect(chooser.choose(listener, "10.9.9.9", () => true)).toBeUndefined();
      }),
    );
  });

  test("in turn: counts differ by two at most, whatever came and went before", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.boolean(), { minLength: 3, maxLength: 3 })), (history) => {
        const listener = listenerOf("10.0.1.1", backends([1, 1, 1]));
        const chooser = createChooser();
        for (const up of history)
          chooser.choose(listener, "10.9.9.9", ({ key }) => up[Number(key.slice(1))] === true);
        const keys = Array.from({ length: 30 }, () => chooser.choose(listener, "10.9.9.9", () => true)?.key);
        const counts = ["b0", "b1", "b2"].map((key) => keys.filter((each) => each === key).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
      }),
    );
  });

  test("by source: only clients of a backend that goes away move", () => {
    const listener = listenerOf("10.0.1.1", backends([1, 1, 1]), { behaviour: rendezvous });
    const clients = Array.from({ length: 60 }, (_, index) => `10.9.0.${index}`);
    const chooser = createChooser();
    const all = clients.map((client) => chooser.choose(listener, client, () => true)?.key);
    const without = clients.map((client) => chooser.choose(listener, client, ({ key }) => key !== "b1")?.key);
    expect(new Set(all).size).toBe(3);
    for (const [index, key] of all.entries()) if (key !== "b1") expect(without[index]).toBe(key);
    expect(without).not.toContain("b1");
  });

  test("is made among the healthy; when there is none, among all or nobody as the balancer does it", () => {
    const select = (noneHealthy: "all" | "refuse" | "unknown") =>
      listenerOf("10.0.1.1", backends([1, 1, 0]), {
        behaviour: { ...KEEPS_SOURCE, select: { ...KEEPS_SOURCE.select, noneHealthy } },
      });
    const keys = (listener: ReturnType<typeof select>, healthy: readonly string[]) =>
      candidates(listener, ({ key }) => healthy.includes(key)).map(({ key }) => key);
    expect(keys(select("all"), ["b1", "b2"])).toEqual(["b1"]);
    expect(keys(select("all"), [])).toEqual(["b0", "b1"]);
    expect(keys(select("refuse"), [])).toEqual([]);
    expect(keys(select("unknown"), [])).toEqual([]);
  });
});
