import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { ROOT, runCli, temporaryFolder } from "./run-cli.ts";

const specOf = (cloud: string) => join(ROOT, "examples", cloud, "spec.yaml");
const folderOfTest = () => temporaryFolder((undo) => onTestFinished(undo));

describe("create --emit", () => {
  test("writes the shim where the load balancer cannot ask over HTTPS, again and again", async () => {
    const cwd = await folderOfTest();
    const run = () =>
      runCli(
        ["create", "-f", specOf("alicloud"), "--emulate", "--yes", "--state-dir", "state", "--emit", "out"],
        { cwd },
      );
    const first = await run();
    expect(first).toMatchObject({ status: 0 });
    expect(first.stderr).toContain("health shim written to out/health-shim");
    expect(first.stdout).toContain("out/health-shim/README.md");
    const files = [
      "README.md",
      "README.zh-CN.md",
      "haproxy.cfg",
      "slbctl-health-shim.service",
      "static-pod.yaml",
    ];
    expect((await readdir(join(cwd, "out/health-shim"))).sort()).toEqual(files);
    expect(await readFile(join(cwd, "out/health-shim/haproxy.cfg"), "utf8")).toContain("bind *:6440");
    expect(await run()).toMatchObject({ status: 0 });
  });

  test("a dry run writes the files too, and touches no cloud", async () => {
    const cwd = await folderOfTest();
    const dry = await runCli(
      ["create", "-f", specOf("alicloud"), "--emulate", "--dry-run", "--state-dir", "state", "--emit", "out"],
      { cwd },
    );
    expect(dry.status).toBe(0);
    expect(await readdir(join(cwd, "out/health-shim"))).toContain("haproxy.cfg");
    const status = await runCli(
      ["status", "-f", specOf("alicloud"), "--emulate", "--state-dir", "state", "-o", "json"],
      { cwd },
    );
    expect(JSON.parse(status.stdout)).toMatchObject({ phase: "absent" });
  });

  test("says that there is nothing to write where the check is made over HTTPS", async () => {
    const cwd = await folderOfTest();
    const { status, stderr } = await runCli(
      ["create", "-f", specOf("aws"), "--emulate", "--dry-run", "--state-dir", "state", "--emit", "out"],
      { cwd },
    );
    expect(status).toBe(0);
    expect(stderr).toContain("--emit: nothing to write");
    expect(await readdir(cwd)).not.toContain("out");
  });

  test("leaves a file alone that somebody else wrote, and writes none of the others", async () => {
    const cwd = await folderOfTest();
    await mkdir(join(cwd, "out/health-shim"), { recursive: true });
    await writeFile(join(cwd, "out/health-shim/static-pod.yaml"), "apiVersion: v1\n");
    const { status, stderr } = await runCli(
      ["create", "-f", specOf("alicloud"), "--emulate", "--yes", "--state-dir", "state", "--emit", "out"],
      { cwd },
    );
    expect(status).toBe(2);
    expect(stderr).toContain("out/health-shim/static-pod.yaml");
    expect(await readdir(join(cwd, "out/health-shim"))).toEqual(["static-pod.yaml"]);
    expect(await readFile(join(cwd, "out/health-shim/static-pod.yaml"), "utf8")).toBe("apiVersion: v1\n");
  });
});
