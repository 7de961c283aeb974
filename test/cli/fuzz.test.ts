import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { COMMANDS } from "../../src/cli/command-list.ts";
import { GLOBAL_OPTIONS } from "../../src/cli/global-options.ts";
import { emulatedCloud, SPEC } from "./emulated-cloud.ts";
import { type Ran, runCli, temporaryFolder } from "./run-cli.ts";

const folderOfTest = () => temporaryFolder((undo) => onTestFinished(undo));

/** Commands that end by themselves whatever they are given. */
const names = COMMANDS.map(({ name }) => name).filter((name) => name !== "emulate");

const loaded = await Promise.all(
  COMMANDS.filter(({ name }) => name !== "emulate").map(
    async ({ name, load }) => [name, (await load()).command] as const,
  ),
);
const flags = loaded.flatMap(([, command]) =>
  [...command.options, ...GLOBAL_OPTIONS].flatMap(({ flags }) => flags.match(/--?[a-z][a-z-]*/g) ?? []),
);
const hostile = fc.constantFrom(
  "\u001b[31mred\u001b[0m",
  "\u009b31m",
  "a\u0000b",
  "a\r\nerror: forged",
  "\u202egnp.exe",
  "x".repeat(20_000),
  "",
  "-",
  "--",
  "=",
  "../../etc/passwd",
  "__proto__",
  "constructor",
  "1e999",
  "-1",
  "👩‍👩‍👧",
);

const word = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...new Set(flags)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...new Set(flags)), hostile)
      .map(([flag, value]) => `${flag}=${value}`),
  },
  { weight: 2, arbitrary: hostile },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...names,
      "help",
      "text",
      "json",
      "json=out.json",
      "SPEC",
      "m1=10.0.0.1",
      "aws",
      "alicloud",
      "zh-CN",
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
);

/** What no run may print: escape sequences, other controls, marks that reorder text, stack traces. */
function expectTame({ status, stdout, stderr }: Ran, what: string): void {
  const printed = stdout + stderr;
  expect([0, 1, 2, 3, 4, 5], `${what}\n${printed.slice(0, 2000)}`).toContain(status);
  expect(printed, what).not.toMatch(/[^\P{Cc}\n\t]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
  expect(printed, what).not.toMatch(/\n +at \S+.*:\d+:\d+|defect of slbctl|slbctl 自身的缺陷/);
}

/** A command with options of its own, their values plausible or not. */
const plausible = fc.constantFrom(
  "SPEC",
  "BROKEN",
  "x",
  "m1=10.0.0.1",
  "10s",
  "healthy",
  "error",
  "aws",
  "alicloud",
  "json",
  "1",
  "tcp",
  "SLB101",
);
const meant = fc.constantFrom(...loaded).chain(([name, command]) => {
  const option = fc
    .constantFrom(...command.options, ...GLOBAL_OPTIONS)
    .chain((definition): fc.Arbitrary<string[]> => {
      const flag = definition.flags.match(/--[a-z-]+/)?.[0] ?? "";
      const value = fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...(definition.choices ?? ["SPEC"])) },
        { weight: 3, arbitrary: plausible },
        { weight: 2, arbitrary: hostile },
      );
      return definition.flags.includes("<")
        ? value.map((given): string[] => [flag, given])
        : fc.constant<string[]>([flag]);
    });
  const target = fc.constantFrom<string[]>([], ["-f", "SPEC"], ["-f", "SPEC", "--yes"], ["SPEC"]);
  return fc
    .tuple(target, fc.array(option, { maxLength: 3 }))
    .map(([first, options]): string[] => [name, ...first, ...options.flat()]);
});

describe("whatever is typed", () => {
  test("no command line is a defect, and nothing of it steers the terminal", {
    timeout: 60_000,
  }, async () => {
    const cwd = await folderOfTest();
    await writeFile(join(cwd, "SPEC"), await readFile(SPEC.aws, "utf8"));
    await writeFile(join(cwd, "BROKEN"), "name: x\nmasters: [{name: a}]\n");
    const tail = ["--emulate", "--state-dir", join(cwd, "state")];
    const statuses = new Map<number, number>();
    const typed = fc.tuple(
      fc.option(fc.constantFrom(...names, "creaet", "")),
      fc.array(word, { maxLength: 6 }),
    );
    const line = fc.oneof(
      meant,
      typed.map(([name, words]): string[] => [...(name === null ? [] : [name]), ...words]),
    );
    await fc.assert(
      fc.asyncProperty(line, async (argv) => {
        // Nothing here may reach a real cloud, wait long, or write outside of the test's folder.
        const risky = /^(--endpoint-url|--state-dir|--emit|--timeout)/;
        const safe = argv.filter((item, index) => !risky.test(item) && !risky.test(argv[index - 1] ?? ""));
        const ran = await runCli([...safe, "--timeout", "1s", ...tail], { cwd });
        const timed = /--timeout/.test(ran.stderr) ? await runCli([...safe, ...tail], { cwd }) : ran;
        expectTame(timed, JSON.stringify(safe));
        statuses.set(timed.status, (statuses.get(timed.status) ?? 0) + 1);
      }),
      { numRuns: 500, seed: 20261123 },
    );
    // Not all of them end at the door.
    expect(statuses.get(0) ?? 0, JSON.stringify([...statuses])).toBeGreaterThan(25);
    expect(statuses.get(1) ?? 0, JSON.stringify([...statuses])).toBeGreaterThan(0);
  });

  test("hostile values of every flag of create", { timeout: 60_000 }, async () => {
    const cwd = await folderOfTest();
    const tail = ["--yes", "--emulate", "--state-dir", join(cwd, "state")];
    const create = (await COMMANDS.find(({ name }) => name === "create")?.load())?.command;
    const valued = (create?.options ?? [])
      .filter(({ flags }) => flags.includes("<"))
      .flatMap(({ flags }) => flags.match(/--[a-z-]+/) ?? []);
    expect(valued.length).toBeGreaterThan(10);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...valued), hostile, async (flag, value) => {
        if (flag === "--endpoint-url" || flag === "--emit") return;
        const argv = ["create", "-f", SPEC.aws, `${flag}=${value}`, ...tail];
        expectTame(await runCli(argv, { cwd }), JSON.stringify([flag, value.slice(0, 50)]));
      }),
      { numRuns: 120, seed: 20261123 },
    );
  });
});

describe("what others have named", () => {
  const EVIL = "evil\u001b]0;owned\u0007\u001b[2J\u009b2J\u202e\nerror: forged";

  test("names and tags from a cloud are shown as escapes and stay on their line", async () => {
    const cwd = await folderOfTest();
    const emulated = ["-f", SPEC.alicloud, "--emulate", "--state-dir", "state"];
    await runCli(["create", ...emulated, "--yes"], { cwd });
    const file = join(cwd, "state/alicloud.json");
    const state = await readFile(file, "utf8");
    await writeFile(file, state.replaceAll('"master-1"', JSON.stringify(EVIL)));
    for (const argv of [["plan"], ["plan", "-o", "json"], ["status"], ["status", "-o", "json"], ["delete"]]) {
      const ran = await runCli([...argv, ...emulated], { cwd });
      expectTame(ran, argv.join(" "));
      expect(ran.stdout + ran.stderr).not.toMatch(/^error: forged/m);
    }
    const shown = await runCli(["plan", ...emulated], { cwd });
    expect(shown.stdout).toContain("\\u001b]0;owned\\u0007");
    const { stdout } = await runCli(["plan", "-o", "json", ...emulated], { cwd });
    // For a program it is still the very name.
    expect(JSON.stringify(JSON.parse(stdout))).toContain(JSON.stringify(EVIL).slice(1, -1));
  });

  test("evidence with hostile names", async () => {
    const cwd = await folderOfTest();
    const node = {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name: EVIL },
      status: { addresses: [{ type: "InternalIP", address: "10.0.0.11" }] },
    };
    await writeFile(
      join(cwd, "nodes.json"),
      JSON.stringify({ apiVersion: "v1", kind: "List", items: [node] }),
    );
    await writeFile(join(cwd, `x\u001b[31m.json`), "{");
    for (const from of ["nodes.json", `x\u001b[31m.json`, "gone\u001b[31m.json"])
      for (const format of ["text", "json"])
        expectTame(
          await runCli(["doctor", "--from", SPEC.alicloud, "--from", from, "-o", format], { cwd }),
          from,
        );
  });
});

describe("secrets", () => {
  const SECRETS = {
    AWS_ACCESS_KEY_ID: "AKIAEXAMPLE00000",
    AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMIK7MDENG",
    AWS_SESSION_TOKEN: "FwoGZXIvYXdzEXAMPLETOKEN",
    ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI5tEXAMPLE",
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: "aBcDeFgHiJkLmNoPqRsT",
    ALIBABA_CLOUD_SECURITY_TOKEN: "CAISEXAMPLETOKEN",
  };
  const HIDDEN = Object.entries(SECRETS)
    .filter(([name]) => !name.endsWith("_ID"))
    .map(([, value]) => value);

  test.each(["alicloud", "aws"] as const)(
    "%s: neither -v nor a refusal shows them",
    { timeout: 60_000 },
    async (cloud) => {
      const cwd = await folderOfTest();
      const { endpoint } = await emulatedCloud({ cloud, stateDir: join(cwd, "state") }, (undo) =>
        onTestFinished(undo),
      );
      for (const target of [
        ["--endpoint-url", endpoint],
        ["--endpoint-url", "http://127.0.0.1:9"],
      ])
        for (const command of [["plan"], ["create", "--yes"], ["status"], ["delete", "--yes"]])
          for (const format of ["text", "json"]) {
            const argv = [...command, "-f", SPEC[cloud], "-v", "-o", format, ...target];
            const { status, stdout, stderr } = await runCli(argv, { env: SECRETS, cwd });
            // The emulated cloud knows another key: each call is refused.
            expect(status, stderr).toBe(3);
            for (const secret of HIDDEN) expect(stdout + stderr).not.toContain(secret);
          }
    },
  );
});
