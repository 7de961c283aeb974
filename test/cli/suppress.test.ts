import { cp } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inFolder } from "../collect/evidence.ts";
import { ROOT, runCli } from "./run-cli.ts";

const CASE = join(ROOT, "examples/clb-self-built");

interface Entry {
  readonly code: string;
  readonly subject: string;
  readonly until?: string;
}
const list = (...entries: readonly Entry[]): string =>
  [
    "# what we live with",
    "apiVersion: slbctl/v1",
    "kind: Suppressions",
    "suppressions:",
    ...entries.flatMap(({ code, subject, until = "2099-12-31" }) => [
      `  - code: ${code}`,
      `    subject: ${JSON.stringify(subject)}`,
      "    reason: local mode comes with the next version",
      `    until: ${until}`,
    ]),
    "",
  ].join("\n");

/** `doctor` on the case of three masters behind a CLB, SLB101 and SLB103, where a list of suppressions is. */
const doctor = (text: string | undefined, ...more: readonly string[]) =>
  inFolder(text === undefined ? {} : { ".slbctl-suppress.yaml": text }, async (cwd) => {
    await cp(CASE, join(cwd, "case"), { recursive: true });
    return runCli(["doctor", "--from", ".", ...more], { cwd });
  });

interface Told {
  summary: { findings: number; suppressed: number };
  findings: { code: string; subject: string; suppressed: boolean }[];
  suppressions: { expired: { at: string }[]; unused: { at: string }[] };
}
const json = async (text: string | undefined, ...more: readonly string[]) => {
  const { status, stdout, stderr } = await doctor(text, "-o", "json", ...more);
  expect(stderr).not.toContain("slbctl-suppress");
  return { status, ...(JSON.parse(stdout) as Told) };
};

describe("suppressions", () => {
  test("the subject that is written into the list is the one that is printed", async () => {
    const { stdout, status } = await doctor(undefined);
    expect(status).toBe(1);
    const subjects = [...stdout.matchAll(/^ {4}subject: (.+)$/gm)].map(([, subject = ""]) => subject);
    const [one = "", two = ""] = subjects;
    expect(subjects).toHaveLength(2);
    const all = list({ code: "SLB101", subject: one }, { code: "SLB103", subject: two });
    const quiet = await json(all);
    expect(quiet).toMatchObject({ status: 0, summary: { findings: 0, suppressed: 2 } });
    expect(quiet.findings.map(({ suppressed }) => suppressed)).toEqual([true, true]);
    expect(quiet.suppressions).toEqual({ expired: [], unused: [] });
    const { stdout: text } = await doctor(all);
    expect(text).toContain("suppressed SLB101");
    expect(text).toContain("2 suppressed");
    expect(text).not.toMatch(/\d error/);
  });

  test("what is not in the list counts", async () => {
    const left = await json(list({ code: "SLB101", subject: "kubelet*" }));
    expect(left).toMatchObject({ status: 1, summary: { findings: 1, suppressed: 1 } });
  });

  test("an expired entry counts again and is told with its place, an unused one too", async () => {
    const text = list(
      { code: "SLB101", subject: "*", until: "2020-01-31" },
      { code: "SLB101", subject: "nobody" },
    );
    const told = await json(text);
    expect(told).toMatchObject({
      status: 1,
      summary: { findings: 2, suppressed: 0 },
      suppressions: {
        expired: [{ at: ".slbctl-suppress.yaml:5:5" }],
        unused: [{ at: ".slbctl-suppress.yaml:9:5" }],
      },
    });
    const { stdout } = await doctor(text);
    expect(stdout).toContain(
      ".slbctl-suppress.yaml:5:5: the suppression of SLB101 for * ended on 2020-01-31",
    );
    expect(stdout).toContain(".slbctl-suppress.yaml:9:5: nothing is suppressed by SLB101 for nobody");
  });

  test("--suppress names another list; a missing one is refused, an empty one suppresses nothing", async () => {
    const entries = list({ code: "SLB101", subject: "*" }, { code: "SLB103", subject: "*" });
    await inFolder({ "ours.yaml": entries, "empty.yaml": "# none\n" }, async (cwd) => {
      const run = (file: string) => runCli(["doctor", "--from", CASE, "--suppress", file], { cwd });
      expect((await run("ours.yaml")).status).toBe(0);
      expect((await run("empty.yaml")).status).toBe(1);
      const none = await run("none.yaml");
      expect(none.status).toBe(2);
      expect(none.stderr).toContain("cannot read none.yaml (ENOENT)");
    });
  });

  test("every format agrees on the exit status", async () => {
    const entries = list({ code: "SLB101", subject: "*" }, { code: "SLB103", subject: "*" });
    for (const format of ["text", "json", "sarif", "junit", "markdown", "github", "html"])
      expect((await doctor(entries, "-o", format)).status, format).toBe(0);
  });
});

test.each([
  [list({ code: "SLB999", subject: "*" }), ":5:11: suppressions[0].code", "expected the code of a finding"],
  [list({ code: "slb101", subject: "*" }), ":5:11: suppressions[0].code", "did you mean SLB101?"],
  [list({ code: "SLB101", subject: "" }), ":6:14: suppressions[0].subject", "the text is empty"],
  [list({ code: "SLB101", subject: "*", until: "2027-02-30" }), ":8:12: suppressions[0].until", "YYYY-MM-DD"],
  [list({ code: "SLB101", subject: "*", until: "20270228" }), ":8:12: suppressions[0].until", "YYYY-MM-DD"],
  [list({ code: "SLB101", subject: "*" }).replace("reason", "raeson"), ":7:5: ", "did you mean reason?"],
  [list({ code: "SLB101", subject: "*" }).replace("slbctl/v1", "v1"), ":2:13: apiVersion", "slbctl/v1"],
  [list({ code: "SLB101", subject: "*" }).replace("Suppressions", "List"), ":3:7: kind", "Suppressions"],
  ["apiVersion: slbctl/v1\nsuppressions: SLB101\n", ":2:15: suppressions", "expected a list of entries"],
  ["apiVersion: slbctl/v1\nsuppressions: [SLB101]\n", ":2:16: suppressions[0]", "code, subject, reason"],
  ["apiVersion: slbctl/v1\n", "suppressions", "this field is missing"],
  ["- code: SLB101\n", ":1:1: ", "a mapping that begins with"],
  ["apiVersion: [\n", ".yaml:2:", "expected"],
])("a list that cannot be used: place and expectation %#", async (text, place, expected) => {
  const { status, stderr, stdout } = await doctor(text);
  expect(stdout).toBe("");
  expect(stderr).toContain(`.slbctl-suppress.yaml${place.startsWith(":") ? place : ""}`);
  expect(stderr).toContain(place);
  expect(stderr).toContain(expected);
  expect(stderr).toMatch(/problems? in the suppressions\./);
  expect(status).toBe(2);
});
