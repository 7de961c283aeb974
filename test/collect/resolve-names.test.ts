import { expect, test } from "vitest";
import { resolveNames } from "../../src/collect/resolve-names.ts";
import { factOf, fold, knownValue } from "../../src/core/topology.ts";

test("each name with all its addresses; one that does not resolve, or not in time, is unknown and says so", async () => {
  const resolve = (name: string): Promise<readonly string[]> => {
    if (name === "api.example.com") return Promise.resolve(["10.0.0.2", "10.0.0.1", "::ffff:10.0.0.1"]);
    return name === "slow.example.com" ? new Promise(() => {}) : Promise.reject(new Error("ENOTFOUND"));
  };
  const names = ["api.example.com", "gone.example.com", "slow.example.com"];
  const topology = fold(await resolveNames(names, resolve, 20));
  expect(knownValue(topology, "name", "api.example.com", "addresses")).toEqual(["10.0.0.1", "10.0.0.2"]);
  for (const name of names.slice(1))
    expect(factOf(topology, "name", name, "addresses")).toMatchObject({
      state: "unknown",
      howToProvide: `--host ${name}=ADDRESS`,
    });
});

test("no more names are asked for than clients of a cluster can reasonably dial", async () => {
  let asked = 0;
  const names = Array.from({ length: 1000 }, (_, index) => `n${index}.example.com`);
  await resolveNames(names, async () => {
    asked += 1;
    return ["10.0.0.1"];
  });
  expect(asked).toBe(50);
});
