import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { type Cloud, SPEC } from "./emulated-cloud.ts";
import { ROOT, runCli, temporaryFolder } from "./run-cli.ts";

const folderOfTest = () => temporaryFolder((undo) => onTestFinished(undo));

/** Problems that the published schema finds in a document. */
async function problems(schema: string, json: unknown): Promise<readonly string[]> {
  const text = await readFile(join(ROOT, "schemas", `${schema}.schema.json`), "utf8");
  const parsed = z.fromJSONSchema(JSON.parse(text)).safeParse(json);
  return (parsed.error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

/** Every JSON that a life of a load balancer prints, with the schema that describes it. */
const LIFE: readonly (readonly [schema: string, argv: readonly string[]])[] = [
  ["status", ["status", "-f", "SPEC"]],
  ["plan", ["plan", "-f", "SPEC"]],
  ["create-report", ["create", "-f", "SPEC", "--dry-run"]],
  ["create-report", ["create", "-f", "SPEC", "--yes"]],
  ["create-report", ["create", "-f", "SPEC", "--yes", "--no-deletion-protection"]],
  ["plan", ["plan", "-f", "SPEC", "--no-deletion-protection", "--idle-timeout", "700"]],
  ["status", ["status", "-f", "SPEC"]],
  ["diagnosis", ["doctor", "--from", "SPEC"]],
  ["apply-report", ["delete", "-f", "SPEC", "--dry-run"]],
  ["apply-report", ["delete", "-f", "SPEC", "--yes"]],
];

describe("what a machine reads", () => {
  test.each(["alicloud", "aws"] as const)("%s: follows its published schema", async (cloud: Cloud) => {
    const cwd = await folderOfTest();
    const seen = new Map<string, unknown>();
    for (const [schema, words] of LIFE) {
      const argv = words.map((word) => (word === "SPEC" ? SPEC[cloud] : word));
      const { stdout, stderr } = await runCli(
        [...argv, "-o", "json", "--emulate", "--state-dir", "state", "--lang", "zh-CN"],
        { cwd },
      );
      expect(stdout, stderr).not.toBe("");
      const json: unknown = JSON.parse(stdout);
      expect(await problems(schema, json), words.join(" ")).toEqual([]);
      expect(json).toMatchObject({ schemaVersion: 1 });
      // Machine formats are English in every language.
      expect(stdout).not.toMatch(/\p{Script=Han}/u);
      seen.set(schema, json);
    }
    // The validator can fail: a document of another kind, a wrong type, and an unknown field.
    const plan = seen.get("plan") as Record<string, unknown>;
    expect(await problems("plan", seen.get("status"))).not.toEqual([]);
    expect(await problems("plan", { ...plan, steps: "none" })).not.toEqual([]);
    expect(await problems("status", { ...(seen.get("status") as object), more: 1 })).not.toEqual([]);
    expect(await problems("diagnosis", { ...(seen.get("diagnosis") as object), findings: [{}] })).not.toEqual(
      [],
    );
  });

  test("a plan that was written is a plan that can be applied, and its report follows its schema", async () => {
    const cwd = await folderOfTest();
    const emulated = ["--emulate", "--state-dir", "state"];
    await runCli(["plan", "-f", SPEC.aws, "-o", "json=plan.json", ...emulated], { cwd });
    const { stdout } = await runCli(["apply", "plan.json", "--yes", "-o", "json", ...emulated], { cwd });
    expect(await problems("apply-report", JSON.parse(stdout))).toEqual([]);
  });

  test("nothing but JSON on stdout, whatever else is told", async () => {
    const cwd = await folderOfTest();
    const argv = ["create", "-f", SPEC.alicloud, "--yes", "-v", "--emulate", "--state-dir", "state"];
    const { stdout, stderr } = await runCli([...argv, "-o", "json"], { cwd });
    expect(stdout.startsWith("{") && stdout.endsWith("}\n")).toBe(true);
    expect(stderr).toContain("Plan for prod-api");
  });
});

describe("-o, -q, -v, --no-color", () => {
  const plan = ["plan", "-f", SPEC.aws, "--emulate", "--state-dir", "state"];

  test("text to stdout and JSON into a file, which appears whole", async () => {
    const cwd = await folderOfTest();
    const { status, stdout } = await runCli([...plan, "-o", "text", "-o", "json=plan.json"], { cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Plan for prod-api/);
    expect(JSON.parse(await readFile(join(cwd, "plan.json"), "utf8"))).toMatchObject({ kind: "Plan" });
    expect((await readdir(cwd)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test.each([
    [["-o", "json", "-o", "text"], /only one -o/],
    [["-o", "json="], /file name is missing/],
    [["-o", "yaml"], /text, json/],
    [["-o"], /missing/],
  ])("%j is refused", async (flags, says) => {
    const { status, stderr, stdout } = await runCli([...plan, ...flags], { cwd: await folderOfTest() });
    expect(stderr).toMatch(says);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  });

  test("-q leaves the result, and errors", async () => {
    const cwd = await folderOfTest();
    const argv = ["create", "-f", SPEC.alicloud, "--yes", "-q", "--emulate", "--state-dir", "state"];
    const quiet = await runCli(argv, { cwd });
    expect(quiet).toMatchObject({ status: 0, stderr: "" });
    expect(quiet.stdout).toContain("10.0.0.100");
    expect(
      (await runCli(["delete", "-f", SPEC.alicloud, "-q", "--emulate", "--state-dir", "state"], { cwd }))
        .stderr,
    ).toMatch(/deletion protection/);
  });

  test("-v tells where calls go", async () => {
    const cwd = await folderOfTest();
    const { stderr } = await runCli([...plan, "-v"], { cwd });
    expect(stderr).toMatch(/^emulated aws in this process, state in .*state$/m);
    const real = await runCli(
      [
        "status",
        "x",
        "--provider",
        "aws",
        "--region",
        "eu-central-1",
        "-v",
        "--endpoint-url",
        "http://127.0.0.1:9",
      ],
      {
        env: { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI" },
      },
    );
    expect(real.stderr).toMatch(/^aws, region eu-central-1, endpoint http:\/\/127\.0\.0\.1:9$/m);
    expect(real.stderr).toMatch(/^error \[provider-network\]: /m);
  });

  test("no escape sequence is printed where nobody could see it, nor with --no-color", async () => {
    const cwd = await folderOfTest();
    for (const argv of [plan, [...plan, "--no-color"], ["doctor", "--from", SPEC.alicloud, "--no-color"]]) {
      const { stdout, stderr } = await runCli(argv, { cwd });
      expect(stdout + stderr).not.toContain("\u001b");
    }
  });
});
