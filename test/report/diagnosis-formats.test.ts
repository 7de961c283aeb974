import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Diagnosis } from "../../src/core/finding.ts";
import type { Suppression } from "../../src/core/suppression.ts";
import { FORMATS, loadRenderers } from "../../src/report/renderers.ts";
import { suppress } from "../../src/report/suppressions.ts";
import { runCli, temporaryFolder } from "../cli/run-cli.ts";
import { diagnosed } from "../doctor/diagnosed.ts";
import { missing, pythonWith } from "../skip.ts";
import { reportOf } from "./report-of.ts";

const HOSTILE = `a%b\r\nc:d,e<script>&"']]>@someone`;
const entry: Suppression = {
  code: "SLB101",
  subject: "kubelet*",
  reason: HOSTILE,
  until: "2026-12-31",
  at: "s.yaml:3:5",
};
const plain = diagnosed({});
const hostile: Diagnosis = {
  ...plain,
  findings: plain.findings.map((finding) => ({ ...finding, message: { en: HOSTILE, zh: HOSTILE } })),
};
const renderers = await loadRenderers(FORMATS);
const shown = (format: string, diagnosis: Diagnosis, more: Parameters<typeof reportOf>[1] = {}): string =>
  renderers.get(format)?.(reportOf(diagnosis, more)) ?? "";

const quiet = { suppressed: suppress(plain, [entry], "2026-11-23") };
const SAMPLES = [
  [plain],
  [hostile],
  [plain, quiet],
  [diagnosed({ cluster: { anonymousAuth: undefined as never } })],
] as const;

const SARIF = `
import json, sys
from jsonschema import Draft7Validator
schema = json.load(open(sys.argv[1]))
validator = Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)
print(json.dumps([[error.message for error in validator.iter_errors(log)] for log in json.load(sys.stdin)]))
`;
const JUNIT = `
import json, sys, xml.etree.ElementTree as tree
out = []
for text in json.load(sys.stdin):
    root = tree.fromstring(text.encode())
    cases = root.findall("./testsuite/testcase")
    out.append({"root": root.tag, "told": [int(root.get("tests")), int(root.get("failures"))],
      "counted": [len(cases), len(root.findall(".//failure"))], "texts": [f.text for f in root.iter("failure")]})
print(json.dumps(out))
`;
function python(module: "jsonschema" | "python3", script: string, words: string[], input: unknown): unknown {
  const program = module === "python3" ? "python3" : (pythonWith(module) ?? "");
  const run = spawnSync(program, ["-c", script, ...words], {
    input: JSON.stringify(input),
    encoding: "utf8",
    timeout: 60_000,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as unknown;
}

describe("machine formats", () => {
  test("SARIF is valid to the schema of SARIF 2.1.0, and a planted mistake is seen", (context) => {
    if (pythonWith("jsonschema") === undefined) return context.skip(missing("jsonschema"));
    const logs = SAMPLES.map(([of, more]) => JSON.parse(shown("sarif", of, more)) as object);
    const schema = join(import.meta.dirname, "../fixtures/sarif/sarif-2.1.0-rtm.5.json");
    const told = python(
      "jsonschema",
      SARIF,
      [schema],
      [...logs, { version: "2.1.0", runs: [{}] }],
    ) as string[][];
    expect(told.slice(0, -1)).toEqual(logs.map(() => []));
    expect(told.at(-1)).not.toEqual([]);
  });

  test("SARIF declares every rule, keeps its fingerprints and carries suppressions", () => {
    const runOf = (text: string) => (JSON.parse(text) as { runs: [Record<string, unknown>] }).runs[0];
    const [one, two] = [runOf(shown("sarif", plain)), runOf(shown("sarif", hostile))];
    const prints = (run: Record<string, unknown>) =>
      (run["results"] as { partialFingerprints: unknown }[]).map(
        ({ partialFingerprints }) => partialFingerprints,
      );
    expect(prints(one)).toEqual(prints(two));
    expect(prints(one)).toHaveLength(plain.findings.length);
    expect(runOf(shown("sarif", plain, quiet))).toMatchObject({
      results: [{ suppressions: [{ kind: "external", status: "accepted" }] }],
    });
  });

  test("JUnit is read by another parser with the same counts", (context) => {
    if (pythonWith("jsonschema") === undefined) return context.skip(missing("python3"));
    const read = python(
      "python3",
      JUNIT,
      [],
      SAMPLES.map(([of, more]) => shown("junit", of, more)),
    ) as {
      root: string;
      told: number[];
      counted: number[];
      texts: string[];
    }[];
    for (const { root, told, counted } of read) expect([root, told]).toEqual(["testsuites", counted]);
    expect(read[1]?.texts[0]).toContain(`<script>&"']]>@someone`);
    expect(read[2]?.counted[1]).toBe(0);
  });

  test("GitHub's commands stay one line each, whatever names say", () => {
    const lines = shown("github", hostile).trimEnd().split("\n");
    expect(lines.every((line) => /^::(error|warning|notice) [^\r]*::/.test(line))).toBe(true);
    expect(lines[0]).toContain("a%25b%0D%0Ac:d,e<script>");
    expect(lines[0]).toMatch(/^::error file=test,line=1,col=1,title=SLB101%3A /);
    expect(shown("github", plain, quiet)).not.toContain("::error");
  });

  test.each(["sarif", "junit", "json", "github"])("%s is English in any language", (format) => {
    expect(shown(format, plain, { language: "zh" })).toBe(shown(format, plain));
  });
});

describe("formats for people", () => {
  test.each(["text", "markdown", "html"])("%s follows the language", (format) => {
    expect(shown(format, plain)).not.toMatch(/\p{Script=Han}/u);
    expect(shown(format, plain, { language: "zh" })).toMatch(/\p{Script=Han}/u);
  });

  test("HTML is one file, escapes what it shows and tells the picture in words", () => {
    const page = shown("html", hostile);
    expect(page).not.toMatch(/<script|src=|@import|url\(/);
    expect(page).toMatch(/<svg role="img" aria-labelledby="(f-\w+)-title \1-desc"/);
    expect(page).toContain("&lt;script&gt;");
    expect(shown("html", plain, { language: "zh" })).toContain('<html lang="zh-CN">');
  });

  test("Markdown takes names literally", () => {
    expect(shown("markdown", hostile)).not.toMatch(/(?<!\\)<script|@someone/);
  });
});

describe("suppression", () => {
  test("holds through its last day; expired and unused entries are told", () => {
    const unused = { ...entry, code: "SLB999" };
    expect(suppress(plain, [entry, unused], "2026-12-31")).toMatchObject({ expired: [], unused: [unused] });
    expect(suppress(plain, [entry], "2026-12-31").by.size).toBe(1);
    const late = suppress(plain, [entry], "2027-01-01");
    expect([late.by.size, late.expired]).toEqual([0, [entry]]);
  });

  test.each([
    ["*", "", true],
    ["kube*y", "kube-proxy", true],
    ["kube?proxy", "kube-proxy", true],
    ["kube", "kube-proxy", false],
    ["*a*a*a*b", "a".repeat(20_000), false],
  ])("%s against %s", (glob, name, expected) => {
    expect(
      suppress(
        {
          ...plain,
          findings: plain.findings.map((finding) => ({ ...finding, client: null, subject: name })),
        },
        [{ ...entry, subject: glob }],
        "2026-11-23",
      ).by.size > 0,
    ).toBe(expected);
  });
});

const RUNS = [
  ["findings", ["examples/alicloud/spec.yaml", "--fail-on", "info"], 1],
  ["a clean cluster", ["examples/clean"], 0],
  ["nothing given", [], 2],
  ["cannot tell, strict", ["examples/aws/spec.yaml", "--strict"], undefined],
  ["a missing file", ["nowhere.yaml"], 2],
] as const;

test.each(RUNS)("the exit status is the same in every format: %s", async (_name, words, expected) => {
  const all = await Promise.all(FORMATS.map((format) => runCli(["doctor", ...words, "-o", format])));
  const [first] = all;
  expect(all.map(({ status }) => status)).toEqual(FORMATS.map(() => expected ?? first?.status));
});

test("several formats at once are what each alone would be", async (context) => {
  const folder = await temporaryFolder((undo) => context.onTestFinished(undo));
  const files = FORMATS.slice(1).flatMap((format) => ["-o", `${format}=${join(folder, format)}`]);
  const spec = "examples/alicloud/spec.yaml";
  const both = await runCli(["doctor", spec, "-o", "text", ...files]);
  expect(both.stdout).toBe((await runCli(["doctor", spec])).stdout);
  for (const format of FORMATS.slice(1))
    expect(await readFile(join(folder, format), "utf8")).toBe(
      (await runCli(["doctor", spec, "-o", format])).stdout,
    );
});
