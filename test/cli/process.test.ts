import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { ROOT, runCli, temporaryFolder } from "./run-cli.ts";
import { build, spawnCli } from "./spawn-cli.ts";

beforeAll(build);

const SPEC = {
  alicloud: join(ROOT, "examples/alicloud/spec.yaml"),
  aws: join(ROOT, "examples/aws/spec.yaml"),
};
type Cloud = keyof typeof SPEC;
const CREATE: Readonly<Record<Cloud, string>> = { alicloud: "CreateLoadBalancer", aws: "CreateLoadBalancer" };

const folderOfTest = () => temporaryFolder((undo) => onTestFinished(undo));

/** Actions that the emulator answered with success, in order. */
async function succeeded(cwd: string): Promise<readonly string[]> {
  const lines = (await readFile(join(cwd, "state/requests.jsonl"), "utf8")).trim().split("\n");
  return lines
    .map((line) => JSON.parse(line) as { action: string; status: number })
    .filter(({ status }) => status === 200)
    .map(({ action }) => action);
}

/** Nothing is left to do, and nothing was made twice. */
async function expectConverged(cwd: string, cloud: Cloud): Promise<void> {
  const again = await runCli(
    ["plan", "-f", SPEC[cloud], "--detailed-exitcode", "--emulate", "--state-dir", "state"],
    { cwd },
  );
  expect(again, again.stdout + again.stderr).toMatchObject({ status: 0 });
}

/** An emulator in its own process that takes its time, as a cloud does. */
async function slowCloud(cwd: string, cloud: Cloud): Promise<void> {
  // The world that the spec names: `create --dry-run` leaves it in the state folder.
  await runCli(["create", "-f", SPEC[cloud], "--dry-run", "--emulate", "--state-dir", "state"], { cwd });
  const emulator = spawnCli(["emulate", "--state-dir", "state", "--fault", "latency=120@*"], cwd);
  onTestFinished(async () => {
    emulator.child.kill("SIGKILL");
    await emulator.ended;
  });
  await emulator.prints(/"ready":true/);
}

const create = (cloud: Cloud) => ["create", "-f", SPEC[cloud], "--yes", "--emulate", "--state-dir", "state"];

describe.each(["alicloud", "aws"] as const)("an interrupted create, %s", (cloud) => {
  test.each([
    ["SIGINT", 130, "text"],
    ["SIGTERM", 143, "json"],
  ] as const)(
    "%s finishes the write in flight, tells the state (%i, %s), and a rerun completes it",
    async (signal, status, format) => {
      const cwd = await folderOfTest();
      await slowCloud(cwd, cloud);
      const run = spawnCli([...create(cloud), "-o", format], cwd);
      await run.prints(/creating load-balancer/);
      run.child.kill(signal);
      const ended = await run.ended;
      expect(ended, ended.stderr).toMatchObject({ status });
      expect(ended.stderr).toContain("stopping");
      expect(ended.stdout + ended.stderr).toMatch(
        /(done|under way): +create load-balancer[\s\S]*Run the same command again/,
      );
      if (format === "json")
        expect(JSON.parse(ended.stdout)).toMatchObject({
          applied: { interrupted: true, notStarted: expect.arrayContaining([expect.anything()]) },
        });
      const rerun = await spawnCli(create(cloud), cwd).ended;
      expect(rerun, rerun.stderr).toMatchObject({ status: 0 });
      expect((await succeeded(cwd)).filter((action) => action === CREATE[cloud])).toHaveLength(1);
      await expectConverged(cwd, cloud);
    },
  );

  test("a second Ctrl-C leaves at once", async () => {
    const cwd = await folderOfTest();
    await slowCloud(cwd, cloud);
    const run = spawnCli(create(cloud), cwd);
    await run.prints(/creating load-balancer/);
    run.child.kill("SIGINT");
    await run.prints(/stopping/);
    run.child.kill("SIGINT");
    expect(await run.ended).toMatchObject({ status: 130 });
  });

  test("kill -9 at any moment: a rerun completes it, nothing is made twice", async () => {
    for (const delayMs of [150, 300, 450, 600]) {
      const cwd = await folderOfTest();
      const run = spawnCli(create(cloud), cwd);
      await pause(delayMs);
      run.child.kill("SIGKILL");
      await run.ended;
      const rerun = await spawnCli(create(cloud), cwd).ended;
      expect(rerun, rerun.stderr).toMatchObject({ status: 0 });
      const made = (await succeeded(cwd)).filter((action) => action === CREATE[cloud]);
      expect(made.length, made.join()).toBe(1);
      await expectConverged(cwd, cloud);
    }
  });
});

describe("one state folder, two runs at once", () => {
  test("the same load balancer is made once", async () => {
    const cwd = await folderOfTest();
    const runs = await Promise.all([
      spawnCli(create("alicloud"), cwd).ended,
      spawnCli(create("alicloud"), cwd).ended,
    ]);
    expect(
      runs.map(({ status }) => status),
      runs.map(({ stderr }) => stderr).join("\n"),
    ).toEqual([0, 0]);
    expect((await succeeded(cwd)).filter((action) => action === "CreateLoadBalancer")).toHaveLength(1);
    await expectConverged(cwd, "alicloud");
  });

  test("two load balancers are both made, and both worlds are remembered", async () => {
    const cwd = await folderOfTest();
    const spec = await readFile(SPEC.alicloud, "utf8");
    const other = spec
      .replace(/^name: .*$/m, "name: other-api")
      .replace(/^ +address: 10\.0\.0\.100$/m, "")
      .replaceAll("i-bp67acfmxazb4p", "i-bp67acfmxother");
    await writeFile(join(cwd, "other.yaml"), other);
    const second = ["create", "-f", "other.yaml", "--yes", "--emulate", "--state-dir", "state"];
    const runs = await Promise.all([spawnCli(create("alicloud"), cwd).ended, spawnCli(second, cwd).ended]);
    expect(
      runs.map(({ status }) => status),
      runs.map(({ stderr }) => stderr).join("\n"),
    ).toEqual([0, 0]);
    const world = await readFile(join(cwd, "state/world.json"), "utf8");
    expect(world).toContain("i-bp67acfmxazb4p01aaaa");
    expect(world).toContain("i-bp67acfmxother01aaaa");
  });
});

describe("slbctl emulate", () => {
  test("create --emulate attaches to it, and waits there until its checks succeed", async () => {
    const cwd = await folderOfTest();
    const emulate = [
      "emulate",
      "--world",
      join(ROOT, "examples/first-run/world.yaml"),
      "--state-dir",
      "state",
    ];
    const emulator = spawnCli(emulate, cwd);
    onTestFinished(async () => {
      emulator.child.kill("SIGKILL");
      await emulator.ended;
    });
    await emulator.prints(/"ready":true/);
    const spec = join(ROOT, "examples/first-run/aws.yaml");
    const argv = ["create", "-f", spec, "--yes", "--emulate", "--state-dir", "state", "-v"];
    // Nobody serves the masters' ports: attached, so that checks are made, and each one fails for a reason.
    const waited = await spawnCli([...argv, "--wait", "healthy", "--timeout", "2s"], cwd).ended;
    expect(waited.stderr).toMatch(/^emulated aws at http:\/\/127\.0\.0\.1:\d+, state in/m);
    expect(waited.stderr).toMatch(/^ {2}127\.0\.0\.11:6443 [\w ]+ \([\w.]+\): \w/m);
    expect(waited.status).toBe(5);
    const active = await spawnCli(argv, cwd).ended;
    expect(active, active.stderr).toMatchObject({ status: 0 });
    expect(active.stderr).not.toContain("nobody makes health checks");
  });

  test("a second one on the same folder is refused, naming the first", async () => {
    const cwd = await folderOfTest();
    await slowCloud(cwd, "alicloud");
    const { status, stderr } = await spawnCli(["emulate", "--state-dir", "state"], cwd).ended;
    expect(stderr).toMatch(/process \d+ serves .*state already: alicloud http:\/\/127\.0\.0\.1:\d+/);
    expect(status).toBe(3);
  });
});

describe("streams", () => {
  test("a reader that leaves early is no error", async () => {
    const cwd = await folderOfTest();
    const command = `"${process.execPath}" "${join(ROOT, "bin/slbctl.cjs")}" create -f "${SPEC.alicloud}" --yes --emulate --state-dir state; echo "status $?" >&2`;
    const shell = spawn("sh", ["-c", `{ ${command}; } | head -n 1`], {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let errors = "";
    shell.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString("utf8");
    });
    await new Promise((resolve) => shell.once("close", resolve));
    expect(errors).toContain("status 0");
    expect(errors).not.toMatch(/EPIPE|defect/);
    await expectConverged(cwd, "alicloud");
  });

  test("emulate ends quietly when it is told to", async () => {
    const cwd = await folderOfTest();
    await runCli(["create", "-f", SPEC.alicloud, "--dry-run", "--emulate", "--state-dir", "state"], { cwd });
    const emulator = spawnCli(["emulate", "--state-dir", "state"], cwd);
    await emulator.prints(/"ready":true/);
    emulator.child.kill("SIGTERM");
    expect(await emulator.ended).toMatchObject({ status: 0, stderr: "" });
  });
});
