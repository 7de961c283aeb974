import { expect, test } from "vitest";
import type { Sources } from "./imports.ts";
import { sources } from "./sources.ts";

const MEDIAN_LINES = 100;
const LONGEST_LINES = 300;

/** Longer files, each with the reason why no part of it stands better on its own. */
const LONGER: Readonly<Record<string, string>> = {
  "test/bench/cluster-dump.mjs": "one shape of a cluster, as kubectl prints it",
  "test/emulator/data-plane.test.ts": "cases that share one world of sockets",
  "test/providers/alicloud/compile.test.ts": "a table of settings and what CLB is sent for each",
  "test/providers/alicloud/driver-on-emulator.test.ts": "cases that share one emulated account",
  "test/providers/alicloud/driver.test.ts": "cases that share one fake of the API",
  "test/providers/alicloud/emulator/listeners.test.ts":
    "the operations of listeners, as the vendor groups them",
  "test/providers/alicloud/emulator/load-balancers.test.ts": "the operations of load balancers, as above",
  "test/spec/broken-specs.ts": "a table of faulty specs",
};

const lines = (text: string): number => text.split("\n").length - 1;

function complaints(files: Sources, longer: Readonly<Record<string, string>>): readonly string[] {
  const lengths = [...files.values()].map(lines).sort((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  const long = [...files].filter(([path, text]) => lines(text) > LONGEST_LINES && !(path in longer));
  const needless = Object.keys(longer).filter((path) => lines(files.get(path) ?? "") <= LONGEST_LINES);
  return [
    ...(median < MEDIAN_LINES ? [] : [`the median is ${median} lines`]),
    ...long.map(([path, text]) => `${path} has ${lines(text)} lines`),
    ...needless.map((path) => `${path} is listed as long and is not`),
  ];
}

test("files are short", () => {
  const code = sources(/^(src|providers|test|tools|examples|bin)\/(?!.*\.gen\.ts$).*\.(ts|mjs|cjs|py)$/);
  expect(code.size).toBeGreaterThan(300);
  expect(complaints(code, LONGER)).toEqual([]);
});

test("what is too long would be noticed", () => {
  const of = (count: number) => "x\n".repeat(count);
  const short = Object.fromEntries(Array.from({ length: 5 }, (_, at) => [`short-${at}.ts`, of(50)]));
  const files = new Map(Object.entries({ ...short, "long.ts": of(301), "edge.ts": of(300) }));
  expect(complaints(files, {})).toEqual(["long.ts has 301 lines"]);
  expect(complaints(files, { "long.ts": "reason" })).toEqual([]);
  expect(complaints(files, { "long.ts": "reason", "edge.ts": "reason" })).toEqual([
    "edge.ts is listed as long and is not",
  ]);
  expect(complaints(new Map([["a.ts", of(100)]]), {})).toEqual(["the median is 100 lines"]);
});
