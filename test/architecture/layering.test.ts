import { describe, expect, test } from "vitest";
import { cycles } from "./cycles.ts";
import { graphOf, loadedWith } from "./imports.ts";
import { layerViolations } from "./layers.ts";
import { sources } from "./sources.ts";

const real = sources(/^(src|providers)\/.*\.ts$/);
const graph = graphOf(real);

describe("the code", () => {
  test("is read at all", () => {
    expect(graph.size).toBeGreaterThan(300);
    expect([...graph.values()].flat().length).toBeGreaterThan(1000);
  });

  test("keeps to its layers", () => expect(layerViolations(graph)).toEqual([]));

  test("has no circles", () => expect(cycles(graph)).toEqual([]));

  test("reads a spec and makes a plan with zod/mini alone", () => {
    const starts = [...graph.keys()].filter((path) => /^providers\/\w+\/descriptor\.ts$/.test(path));
    expect(starts.length).toBeGreaterThan(1);
    for (const start of [...starts, "src/cli/main.ts", "src/cli/load-spec.ts", "src/cli/compile-spec.ts"]) {
      expect(graph.has(start), start).toBe(true);
      expect(loadedWith(graph, start).get("zod"), `${start} loads zod by`).toBeUndefined();
    }
  });
});
