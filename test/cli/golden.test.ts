import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { ROOT, runCli, temporaryFolder } from "./run-cli.ts";

/** `UPDATE_GOLDEN=1` writes what is printed now; read it before committing it. */
const UPDATE = process.env["UPDATE_GOLDEN"] === "1";

/** Ids, addresses of the emulator, ports and times differ from run to run. */
const normalised = (text: string, cwd: string): string =>
  text
    .replaceAll(cwd, "<cwd>")
    .replaceAll(ROOT, "<repository>")
    .replace(/\b(lb|rsp|acl)-[a-z0-9]{8,}\b/g, "$1-<id>")
    .replace(
      /(loadbalancer\/net\/[\w-]+|targetgroup\/[\w-]+|listener\/net\/[\w-]+\/[0-9a-f]{16})\/[0-9a-f]{16}/g,
      "$1/<id>",
    )
    .replace(/-[0-9a-f]{16}\.elb\./g, "-<id>.elb.")
    .replace(/\/net\/([\w-]+)\/[0-9a-f]{16}/g, "/net/$1/<id>")
    .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:<port>")
    .replace(/[0-9a-f]{64}/g, "<sha256>");

const OPEN = { file: "open.yaml", pattern: /^deletionProtection: true/m, by: "deletionProtection: false" };

/** One life of a load balancer, as a person sees it. */
const STORY: readonly (readonly string[])[] = [
  ["plan", "-f", "spec.yaml"],
  ["plan", "-f", "spec.yaml", "-q", "-o", "json=plan.json"],
  ["create", "-f", "spec.yaml", "--yes"],
  ["create", "-f", "spec.yaml", "--yes"],
  ["apply", "plan.json", "--yes"],
  ["status", "-f", "spec.yaml"],
  ["plan", "-f", "changed.yaml"],
  ["plan", "-f", "moved.yaml"],
  ["create", "-f", "spec.yaml", "--yes", "--wait", "healthy"],
  ["delete", "-f", "spec.yaml", "--yes"],
  ["create", "-f", OPEN.file, "--yes"],
  ["plan", "-f", "moved-open.yaml", "--replace"],
  ["delete", "-f", OPEN.file, "--yes"],
  ["status", "-f", "spec.yaml"],
  ["doctor", "--from", "spec.yaml"],
  ["plan", "-f", "broken.yaml"],
];

async function prepare(cwd: string, cloud: "alicloud" | "aws"): Promise<void> {
  const spec = await readFile(join(ROOT, "examples", cloud, "spec.yaml"), "utf8");
  const write = (name: string, text: string) => writeFile(join(cwd, name), text);
  await write("spec.yaml", spec);
  await write(OPEN.file, spec.replace(OPEN.pattern, OPEN.by));
  await write("changed.yaml", spec.replace(/^( +)intervalSeconds: \d+/m, "$1intervalSeconds: 7"));
  const moved =
    cloud === "aws"
      ? spec.replace("scheme: internal", "scheme: internet-facing")
      : spec.replace(/vsw-\w+/, "vsw-other");
  await write("moved.yaml", moved);
  await write("moved-open.yaml", moved.replace(OPEN.pattern, OPEN.by));
  const broken = spec
    .replace(/^port: \d+/m, "port: 70000")
    .replace(/^( +)protocol: \w+/m, "$1protocol: htps\n$1pth: /x");
  await write("broken.yaml", broken);
}

async function story(cloud: "alicloud" | "aws", language: string): Promise<string> {
  const cwd = await temporaryFolder((undo) => onTestFinished(undo));
  await prepare(cwd, cloud);
  const parts: string[] = [];
  for (const argv of STORY) {
    const { status, stdout, stderr } = await runCli(
      [...argv, "--emulate", "--state-dir", join(cwd, "state"), "--lang", language],
      { cwd },
    );
    const errors = stderr === "" ? "" : `--- stderr\n${stderr}`;
    parts.push(`$ slbctl ${argv.join(" ")}\n${stdout}${errors}--- exit ${status}\n`);
  }
  return normalised(parts.join("\n"), cwd);
}

describe("what a person sees", () => {
  test.each([
    ["alicloud", "en"],
    ["alicloud", "zh-CN"],
    ["aws", "en"],
    ["aws", "zh-CN"],
  ] as const)("%s, %s", { timeout: 60_000 }, async (cloud, language) => {
    const printed = await story(cloud, language);
    const file = join(ROOT, "test/golden", `${cloud}.${language}.txt`);
    if (UPDATE) await writeFile(file, printed);
    expect(printed, "UPDATE_GOLDEN=1 npx vitest run test/cli/golden.test.ts writes it anew").toBe(
      await readFile(file, "utf8"),
    );
  });
});
