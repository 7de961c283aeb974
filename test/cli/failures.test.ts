import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { main } from "../../src/cli/main.ts";
import { emulatedCloud, SPEC } from "./emulated-cloud.ts";
import { ROOT, runCli, temporaryFolder } from "./run-cli.ts";

const folderOfTest = () => temporaryFolder((undo) => onTestFinished(undo));
const FORMATS = [[], ["-o", "json"]] as const;

/** A terminal at which somebody types. */
async function onTerminal(argv: readonly string[], typed: string) {
  const out = { stdout: "", stderr: "" };
  const screen = (name: "stdout" | "stderr") =>
    Object.assign(
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          out[name] += chunk.toString("utf8");
          done();
        },
      }),
      { isTTY: true, columns: 80 },
    );
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  stdin.write(typed);
  const io = {
    env: { LANG: "C.UTF-8" },
    cwd: ROOT,
    stdin,
    stdout: screen("stdout"),
    stderr: screen("stderr"),
  };
  return { status: await main(argv, io), ...out };
}

describe("exit status 1: declined", () => {
  test.each(["create", "delete"])("%s asks, and does nothing without a yes", async (command) => {
    const stateDir = await folderOfTest();
    const world = ["-f", SPEC.aws, "--emulate", "--state-dir", stateDir];
    const spec = join(stateDir, "open.yaml");
    await writeFile(
      spec,
      (await readFile(SPEC.aws, "utf8")).replace("deletionProtection: true", "deletionProtection: false"),
    );
    world[1] = spec;
    if (command === "delete") await runCli(["create", ...world, "--yes"]);
    for (const format of FORMATS) {
      const { status, stderr } = await onTerminal([command, ...world, ...format], "n\n");
      expect(status).toBe(1);
      expect(stderr).toContain("[y/N]");
    }
    const { status } = await runCli(["plan", ...world, "--detailed-exitcode"]);
    expect(status).toBe(command === "create" ? 2 : 0);
    const agreed = await onTerminal([command, ...world], "yes\n");
    expect(agreed).toMatchObject({ status: 0 });
    expect((await runCli(["status", ...world])).stdout).toMatch(
      command === "create" ? /active/ : /does not exist/,
    );
  });
});

describe("exit status 2: refused adoption", () => {
  test.each(["alicloud", "aws"] as const)("%s", async (cloud) => {
    const stateDir = await folderOfTest();
    await runCli(["create", "-f", SPEC[cloud], "--yes", "--emulate", "--state-dir", stateDir]);
    // Somebody takes our tag away; the name stays.
    const file = join(stateDir, `${cloud}.json`);
    const state = await readFile(file, "utf8");
    expect(state).toContain("slbctl/name");
    await writeFile(file, state.replaceAll("slbctl/name", "other/name"));
    for (const format of FORMATS) {
      const args = ["create", "-f", SPEC[cloud], "--yes", "--emulate", "--state-dir", stateDir, ...format];
      const { status, stdout, stderr } = await runCli(args);
      expect(stderr).toMatch(/does not carry the tag slbctl\/name=prod-api[\s\S]*--adopt/);
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    }
  });
});

describe("exit status 4: --strict", () => {
  test("what could not be told", async () => {
    const cwd = await folderOfTest();
    // A balancer without a spec: nobody says which nodes its backends are.
    const health = join(ROOT, "test/providers/alicloud/fixtures");
    for (const format of FORMATS) {
      const lax = await runCli(["doctor", health, "--fail-on", "error", ...format], { cwd });
      const strict = await runCli(["doctor", health, "--strict", ...format], { cwd });
      expect([lax.status, strict.status], lax.stdout).toEqual([0, 4]);
      expect(strict.stdout).toBe(lax.stdout);
    }
  });
});

describe("exit status 3: the cloud or the machine fails", () => {
  test.each(["alicloud", "aws"] as const)("nobody answers at the endpoint of %s", async (cloud) => {
    const env = {
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI",
      ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIEXAMPLE",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "yourSecretOfAlibaba",
    };
    for (const format of FORMATS) {
      const args = ["plan", "-f", SPEC[cloud], "--endpoint-url", "http://127.0.0.1:9", "-v", ...format];
      const { status, stdout, stderr } = await runCli(args, { env });
      expect(stderr).toMatch(/127\.0\.0\.1:9/);
      expect(stdout + stderr).not.toMatch(/wJalrXUtnFEMI|yourSecretOfAlibaba/);
      expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    }
  });

  test("a report that cannot be written", async () => {
    const args = ["plan", "-f", SPEC.aws, "--compile-only", "-o", "json=no/such/folder/plan.json"];
    const { status, stderr } = await runCli(args, { cwd: await folderOfTest() });
    expect(stderr).toMatch(/cannot write .*plan\.json \(ENOENT\)/);
    expect(status).toBe(3);
  });

  test("a full disk under stdout is no defect", async () => {
    const full = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error("full"), { code: "ENOSPC" })),
    });
    let told = "";
    const stderr = new Writable({
      write(chunk: Buffer, _encoding, done) {
        told += chunk.toString("utf8");
        done();
      },
    });
    const io = { env: {}, cwd: ROOT, stdin: new PassThrough(), stdout: full, stderr };
    expect(await main(["explain"], io)).toBe(3);
    expect(told).toBe("error: the output cannot be written (ENOSPC)\n");
  });

  test("a state folder of another version, or that is a file", async () => {
    const stateDir = await folderOfTest();
    const args = ["create", "-f", SPEC.alicloud, "--yes", "--emulate", "--state-dir"];
    expect((await runCli([...args, stateDir])).status).toBe(0);
    const file = join(stateDir, "alicloud.json");
    const before = JSON.parse(await readFile(file, "utf8")) as { version: number };
    await writeFile(file, JSON.stringify({ ...before, version: 999 }));
    const newer = await runCli([...args, stateDir]);
    expect(newer.stderr).toMatch(/version 999[\s\S]*--state-dir/);
    expect(newer.status).toBe(3);
    expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ version: 999 });
    const noFolder = await runCli([...args, file]);
    expect(noFolder.stderr).toMatch(/alicloud\.json/);
    expect(noFolder.stderr).not.toMatch(/defect|at \S+ \(/);
    expect(noFolder.status).toBe(3);
  });

  test("a state folder that must not be written to", async () => {
    const stateDir = join(await folderOfTest(), "locked");
    await mkdir(stateDir, { mode: 0o555 });
    // root may write there nevertheless, but not in /proc.
    for (const folder of process.getuid?.() === 0 ? ["/proc", "/dev/null/such"] : [stateDir]) {
      const args = ["create", "-f", SPEC.alicloud, "--yes", "--emulate", "--state-dir", folder];
      const { status, stderr } = await runCli(args);
      expect(stderr).toMatch(/^error: .*(\/proc|\/dev|locked).*\([A-Z]+\)/);
      expect(stderr).not.toMatch(/defect/);
      expect(status).toBe(3);
    }
  });
});

describe("exit status 5: begun, not finished", () => {
  test("a step fails: told with what was done; the rerun with the cause removed completes it", async () => {
    for (const format of FORMATS) {
      const stateDir = await folderOfTest();
      const options = { cloud: "alicloud", stateDir, without: ["master-3"] } as const;
      let stop = async (): Promise<void> => undefined;
      const { endpoint, env } = await emulatedCloud(options, (undo) => {
        stop = undo;
        onTestFinished(undo);
      });
      const args = ["create", "-f", SPEC.alicloud, "--yes", "--endpoint-url", endpoint, ...format];
      const { status, stdout, stderr } = await runCli(args, { env });
      expect(stdout + stderr).toMatch(/not completed[\s\S]*i-bp67acfmxazb4p03aaaa|i-bp67acfmxazb4p03aaaa/);
      expect(stdout + stderr).toMatch(/Run the same command again/);
      expect(status).toBe(5);
      if (format.length > 0)
        expect(JSON.parse(stdout)).toMatchObject({ applied: { failed: { id: "backends" } } });
      await stop();
      const again = await runCli([
        "create",
        "-f",
        SPEC.alicloud,
        "--yes",
        "--emulate",
        "--state-dir",
        stateDir,
      ]);
      expect(again, again.stderr).toMatchObject({ status: 0 });
      expect(again.stdout).not.toContain("+ load-balancer");
    }
  });

  test.each(["alicloud", "aws"] as const)(
    "%s: --wait healthy names each backend and what its code means",
    async (cloud) => {
      const stateDir = await folderOfTest();
      await emulatedCloud({ cloud, stateDir, dataPlane: true }, (undo) => onTestFinished(undo));
      const create = ["create", "-f", SPEC[cloud], "--yes", "--emulate", "--state-dir", stateDir];
      const status = ["status", "-f", SPEC[cloud], "--emulate", "--state-dir", stateDir];
      expect((await runCli(create)).status).toBe(0);
      for (const argv of [create, status])
        for (const format of FORMATS) {
          const ran = await runCli([...argv, "--wait", "healthy", "--timeout", "1s", ...format]);
          expect(ran.stderr).toMatch(/not healthy after 1 s/);
          for (const master of cloud === "aws"
            ? ["10.20.1.11:6443", "10.20.2.11"]
            : ["10.0.0.11:6443", "10.0.1.11"])
            expect(ran.stderr).toContain(master);
          expect(ran.stderr).toMatch(/ \([\w.]+\): \w/);
          expect(ran.status).toBe(5);
        }
    },
  );
});

describe("exit status 70: a defect", () => {
  test("is told with its stack and a request to report it", async () => {
    let told = "";
    const stderr = new Writable({
      write(chunk: Buffer, _encoding, done) {
        told += chunk.toString("utf8");
        done();
      },
    });
    const io = {
      env: {},
      cwd: ROOT,
      get stdin(): PassThrough {
        throw new TypeError("planted");
      },
      stdout: new PassThrough(),
      stderr,
    };
    for (const format of FORMATS) expect(await main(["plan", "-f", "-", ...format], io)).toBe(70);
    expect(told).toMatch(/this is a defect of slbctl; please report[\s\S]*TypeError: planted\n +at /);
  });
});
