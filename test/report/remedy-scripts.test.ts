import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import type { Finding, Remedy } from "../../src/core/finding.ts";
import { remediesReadme, remedyFolders, stepsScript } from "../../src/report/remedy-scripts.ts";
import { diagnosed } from "../doctor/diagnosed.ts";
import { RULE_CASES } from "../doctor/rule-cases.ts";

const base = diagnosed({}).findings[0] as Finding;
const remedy = (more: Partial<Remedy>): Remedy => ({
  id: "cure",
  title: { en: "a cure", zh: "方法" },
  applicability: "safe",
  commands: ["echo done"],
  files: [],
  ...more,
});
const curedBy = (...remedies: readonly Remedy[]): Finding => ({ ...base, remedies });
const run = (script: string, ...words: readonly string[]) =>
  spawnSync("sh", ["-s", "--", ...words], {
    input: script.replace('cd "$(dirname "$0")"', ""),
    encoding: "utf8",
  });
const script = (of: Partial<Remedy>): string => {
  const [folder] = remedyFolders([curedBy(remedy(of))]);
  if (folder === undefined) throw new Error("no folder");
  return stepsScript(folder, "written by slbctl", "en");
};

test("findings that are cured alike share a folder; others get a number", () => {
  const folders = remedyFolders([
    curedBy(remedy({})),
    curedBy(remedy({})),
    curedBy(remedy({ commands: ["echo other"] })),
  ]);
  expect(folders.map(({ folder, findings }) => [folder, findings.length])).toEqual([
    ["SLB101-cure", 2],
    ["SLB101-cure-2", 1],
  ]);
});

test("one run is one step: unsafe asks for --yes, advice and what has to be filled in never run", () => {
  const safe = script({ commands: ["echo one    # on m1", "echo two    # on m2"] });
  expect(run(safe)).toMatchObject({ status: 1, stdout: "" });
  expect(run(safe, "2")).toMatchObject({ status: 0, stdout: "two\n" });
  const unsafe = script({ applicability: "unsafe" });
  expect(run(unsafe, "1")).toMatchObject({ status: 1, stdout: "" });
  expect(run(unsafe, "--yes")).toMatchObject({ status: 1, stdout: "" });
  expect(run(unsafe, "--yes", "1")).toMatchObject({ status: 0, stdout: "done\n" });
  const advice = script({ applicability: "display-only", commands: ["echo one\necho two"] });
  expect(run(advice, "1")).toMatchObject({ status: 0, stdout: "" });
  expect(advice).toContain("# echo one\n# echo two");
  const open = script({ commands: ["cat <node name>", "echo next"] });
  expect(run(open, "1")).toMatchObject({ status: 1, stdout: "" });
  expect(run(open, "2")).toMatchObject({ stdout: "next\n" });
});

test("a title or a name cannot become a command", () => {
  const hostile = "x\necho planted; `echo planted`";
  const [folder] = remedyFolders([
    {
      ...curedBy(remedy({ title: { en: hostile, zh: hostile } })),
      client: { kind: "pod", name: hostile, node: null, address: null },
    },
  ]);
  if (folder === undefined) throw new Error("no folder");
  expect(run(stepsScript(folder, "written by slbctl", "en"), "1").stdout).toBe("done\n");
  const page = remediesReadme([folder], "written by slbctl", "en");
  expect(page).not.toContain("`echo planted`");
});

test("the commands of every rule's remedies are what sh can read", () => {
  const findings = Object.values(RULE_CASES).flatMap(({ fires }) =>
    fires.flatMap((of) => diagnosed(of).findings),
  );
  const folders = remedyFolders(findings);
  expect(folders.length).toBeGreaterThan(10);
  const wrong = folders.flatMap((each) => {
    const read = spawnSync("sh", ["-n"], {
      input: stepsScript(each, "written by slbctl", "en"),
      encoding: "utf8",
    });
    return read.status === 0 ? [] : [`${each.folder}: ${read.stderr}`];
  });
  expect(wrong).toEqual([]);
});
