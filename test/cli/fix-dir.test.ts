import { spawnSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inFolder } from "../collect/evidence.ts";
import { ROOT, runCli } from "./run-cli.ts";

const CASE = join(ROOT, "examples/clb-self-built");

interface Told {
  findings: {
    code: string;
    remedies: { id: string; applicability: string; commands: string[]; written: string[] }[];
  }[];
}
const doctor = (cwd: string, ...more: readonly string[]) =>
  runCli(["doctor", "--from", CASE, "--fix-dir", "out", "-o", "json", ...more], { cwd });
const remediesOf = (stdout: string) =>
  (JSON.parse(stdout) as Told).findings.flatMap(({ code, remedies }) =>
    remedies.map((remedy) => ({ code, ...remedy })),
  );

test("every remedy has a folder with its commands, named in JSON; its care decides what the script does", () =>
  inFolder({}, async (cwd) => {
    const { status, stdout, stderr } = await doctor(cwd);
    expect(status).toBe(1);
    expect(stderr).toContain("nothing was executed");
    const remedies = remediesOf(stdout);
    expect(remedies.length).toBeGreaterThan(1);
    const readme = await readFile(join(cwd, "out/README.md"), "utf8");
    for (const { code, id, applicability, commands, written } of remedies) {
      const [steps = ""] = written;
      expect(steps).toMatch(new RegExp(`^out/${code}-${id}(-\\d)?/steps\\.sh$`));
      const script = await readFile(join(cwd, steps), "utf8");
      expect(readme).toContain(steps.slice("out/".length));
      for (const command of commands)
        for (const line of command.split("\n")) expect(script).toContain(line.trimEnd());
      const live = script.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
      if (applicability === "display-only") expect(live).toEqual([]);
      expect(live.some((line) => line.startsWith('"--yes '))).toBe(applicability === "unsafe");
      expect(spawnSync("sh", ["-n", join(cwd, steps)], { encoding: "utf8" })).toMatchObject({
        status: 0,
        stderr: "",
      });
      if (applicability === "unsafe")
        expect(spawnSync("sh", [join(cwd, steps)], { encoding: "utf8" })).toMatchObject({ status: 1 });
    }
  }));

test("the page is in the reader's language and keeps the three kinds apart", () =>
  inFolder({}, async (cwd) => {
    await doctor(cwd, "--lang", "zh-CN");
    const chinese = await readFile(join(cwd, "out/README.md"), "utf8");
    expect(chinese).toMatch(/## 安全[\s\S]*## 执行前请评估[\s\S]*## 仅供参考/);
    await doctor(cwd, "--lang", "en");
    const english = await readFile(join(cwd, "out/README.md"), "utf8");
    expect(english).toMatch(/## Safe[\s\S]*## Weigh before running[\s\S]*## Advice/);
    expect(english).not.toMatch(/\p{Script=Han}/u);
  }));

test("a second run writes the same; what somebody else wrote there is refused before anything is written", () =>
  inFolder({}, async (cwd) => {
    const { stdout } = await doctor(cwd);
    expect((await doctor(cwd)).stdout).toBe(stdout);
    const [{ written: [steps = ""] = [] } = {}] = remediesOf(stdout) as { written?: string[] }[];
    const before = await readFile(join(cwd, "out/README.md"), "utf8");
    await writeFile(join(cwd, steps), "echo mine\n");
    const refused = await doctor(cwd, "--lang", "zh-CN");
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain(steps);
    expect(await readFile(join(cwd, steps), "utf8")).toBe("echo mine\n");
    expect(await readFile(join(cwd, "out/README.md"), "utf8")).toBe(before);
  }));

test("what is suppressed, and a clean cluster, have nothing written", () =>
  inFolder({}, async (cwd) => {
    const entry = (code: string) => `  - { code: ${code}, subject: "*", reason: known, until: 2099-12-31 }\n`;
    const list = `apiVersion: slbctl/v1\nsuppressions:\n${entry("SLB101")}${entry("SLB103")}`;
    await writeFile(join(cwd, ".slbctl-suppress.yaml"), list);
    const { status, stdout, stderr } = await doctor(cwd);
    expect(status).toBe(0);
    expect(stderr).toContain("nothing to write");
    expect(remediesOf(stdout).flatMap(({ written }) => written)).toEqual([]);
    expect(await readdir(cwd)).toEqual([".slbctl-suppress.yaml"]);
  }));
