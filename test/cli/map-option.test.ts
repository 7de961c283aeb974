import { expect, it } from "vitest";
import { inFolder, listOf } from "../collect/evidence.ts";
import { node } from "../collect/objects.ts";
import { everything } from "../providers/aws/answers.ts";
import { runCli } from "./run-cli.ts";

const files = {
  "nodes.json": listOf(...[1, 2].map((n) => node(`m${n}`, `10.0.${n}.11`, true, { providerID: undefined }))),
  "nlb.json": JSON.stringify(everything),
};
const doctor = (...maps: readonly string[]) =>
  inFolder(files, async (cwd) => {
    const flags = maps.flatMap((value) => ["--map", value]);
    return runCli(["doctor", "--from", ".", "-o", "json", ...flags], { cwd });
  });

it("a backend that nothing joins is no finding and not fine; --map settles it", async () => {
  const unjoined = await doctor();
  const joined = await doctor("i-0aaa=m1", "i-0bbb=m2");
  const codes = (text: string) =>
    (JSON.parse(text).findings as { code: string; category: string }[])
      .filter(({ category }) => category === "hairpin")
      .map(({ code }) => code);
  expect(codes(unjoined.stdout)).toEqual([]);
  expect(JSON.parse(unjoined.stdout).inconclusive.length).toBeGreaterThan(0);
  expect(codes(joined.stdout).length, joined.stdout + joined.stderr).toBeGreaterThan(0);
  expect(joined.status).toBe(1);
});

it.each([
  ["i-0aaa", "expected ID=NODE"],
  ["=m1", "expected ID=NODE"],
  ["i-0aaa=", "expected ID=NODE"],
  ["i-0aaa=m1=m2", "expected ID=NODE"],
  ["i-0aaa=m11", "such as m1"],
  ["i-0aaa=database", "such as m1, m2"],
])("--map %s is a usage error that says what is expected", async (value, expected) => {
  const { status, stderr, stdout } = await doctor(value);
  expect(status).toBe(2);
  expect(stderr + stdout).toContain(expected);
});
