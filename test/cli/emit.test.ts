import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { missing, programPath } from "../skip.ts";
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

describe("create --emit has haproxy read what it wrote", () => {
  const dryRun = (cwd: string, PATH: string) =>
    runCli(
      ["create", "-f", specOf("alicloud"), "--emulate", "--dry-run", "--state-dir", "state", "--emit", "out"],
      { cwd, env: { PATH } },
    );

  /** A folder with a program `haproxy` that refuses every configuration. */
  async function refusingHaproxy(cwd: string, banner: string): Promise<string> {
    const file = join(cwd, "bin/haproxy");
    await mkdir(dirname(file));
    await writeFile(
      file,
      `#!/bin/sh\nif [ "$1" = -v ]; then echo "${banner}"; exit 0; fi\necho "[ALERT] no" >&2\nexit 1\n`,
    );
    await chmod(file, 0o755);
    return dirname(file);
  }

  test("the real one finds it valid", async (context) => {
    const haproxy = programPath("haproxy");
    if (haproxy === undefined) return context.skip(missing("haproxy"));
    const { status, stderr } = await dryRun(await folderOfTest(), dirname(haproxy));
    expect(status).toBe(0);
    expect(stderr).toContain("`haproxy -c` finds it valid");
  });

  test("without one it says that nothing was checked", async () => {
    const cwd = await folderOfTest();
    const { status, stderr } = await dryRun(cwd, join(cwd, "nothing"));
    expect(status).toBe(0);
    expect(stderr).toContain("haproxy.cfg was not checked by haproxy itself: it is not on this machine");
    expect(await readdir(join(cwd, "out/health-shim"))).toContain("haproxy.cfg");
  });

  // The one that counts is on the masters. RHEL 8's banner, for one.
  test("one that is too old judges nothing, and stops nothing", async () => {
    const cwd = await folderOfTest();
    const path = await refusingHaproxy(cwd, "HA-Proxy version 1.8.27-493ce0b 2020/11/06");
    const { status, stderr } = await dryRun(cwd, path);
    expect(status).toBe(0);
    expect(stderr).toMatch(/not checked by haproxy itself: the one on this machine is 1\.8/);
  });

  test("a refusal by one that is new enough is a defect of ours, with its words", async () => {
    const cwd = await folderOfTest();
    const path = await refusingHaproxy(cwd, "HAProxy version 2.4.22 2023/02/14");
    const { status, stderr } = await dryRun(cwd, path);
    expect(status).toBe(70);
    expect(stderr).toContain("[ALERT] no");
  });
});
