import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Ran, ROOT, runCli, temporaryFolder } from "./run-cli.ts";

interface World {
  readonly cwd: string;
  run(...argv: string[]): Promise<Ran>;
}

async function emulated(): Promise<World> {
  const cwd = await temporaryFolder((undo) => onTestFinished(undo));
  const run = (...argv: string[]) =>
    runCli([...argv, "--emulate", "--state-dir", join(cwd, "state")], { cwd });
  return { cwd, run };
}

const SPEC = {
  alicloud: join(ROOT, "examples/alicloud/spec.yaml"),
  aws: join(ROOT, "examples/aws/spec.yaml"),
};

/** A copy of a spec with one change, which must be one. */
async function edited(spec: string, copy: string, pattern: RegExp, by: string): Promise<void> {
  const text = await readFile(spec, "utf8");
  expect(text).toMatch(pattern);
  await writeFile(copy, text.replace(pattern, by));
}

/** What leads to each exit status of the command-line contract. Every case is run for text and for JSON. */
const CASES: readonly {
  readonly name: string;
  readonly status: number;
  readonly run: (world: World, spec: string, format: readonly string[]) => Promise<Ran>;
  readonly says?: RegExp;
}[] = [
  { name: "create", status: 0, run: ({ run }, spec, o) => run("create", "-f", spec, "--yes", ...o) },
  {
    name: "create again",
    status: 0,
    run: async ({ run }, spec, o) => {
      await run("create", "-f", spec, "--yes");
      return run("create", "-f", spec, "--yes", ...o);
    },
  },
  {
    name: "plan --detailed-exitcode with something to do",
    status: 2,
    run: ({ run }, spec, o) => run("plan", "-f", spec, "--detailed-exitcode", ...o),
  },
  {
    name: "plan --detailed-exitcode with nothing to do",
    status: 0,
    run: async ({ run }, spec, o) => {
      await run("create", "-f", spec, "--yes");
      return run("plan", "-f", spec, "--detailed-exitcode", ...o);
    },
  },
  {
    name: "status of what does not exist",
    status: 1,
    run: ({ run }, spec, o) => run("status", "-f", spec, ...o),
  },
  {
    name: "status --wait active of what does not exist",
    status: 5,
    says: /does not exist|absent/,
    run: ({ run }, spec, o) => run("status", "-f", spec, "--wait", "active", ...o),
  },
  {
    name: "--wait healthy where nobody probes",
    status: 2,
    says: /slbctl emulate/,
    run: ({ run }, spec, o) => run("create", "-f", spec, "--yes", "--wait", "healthy", ...o),
  },
  {
    name: "nobody to confirm",
    status: 2,
    says: /--yes/,
    run: ({ run }, spec, o) => run("create", "-f", spec, ...o),
  },
  {
    name: "doctor on a spec with a hairpin",
    status: 1,
    run: ({ run }, _spec, o) => run("doctor", "--from", SPEC.alicloud, ...o),
  },
  {
    name: "doctor that fails on nothing",
    status: 0,
    run: ({ run }, _spec, o) => run("doctor", "--from", SPEC.aws, "--fail-on", "error", ...o),
  },
  {
    name: "a file that is not there",
    status: 2,
    says: /missing\.yaml/,
    run: ({ run }, _spec, o) => run("plan", "-f", "missing.yaml", ...o),
  },
  {
    name: "a stale plan",
    status: 2,
    says: /stale/,
    run: async ({ run, cwd }, spec, o) => {
      await run("plan", "-f", spec, "-o", `json=${join(cwd, "plan.json")}`);
      await run("create", "-f", spec, "--yes");
      return run("apply", "plan.json", "--yes", ...o);
    },
  },
  {
    name: "a plan that fits",
    status: 0,
    run: async ({ run, cwd }, spec, o) => {
      await run("plan", "-f", spec, "-o", `json=${join(cwd, "plan.json")}`);
      return run("apply", "plan.json", "--yes", ...o);
    },
  },
  {
    name: "a difference that needs replacement",
    status: 2,
    says: /replace/,
    run: async ({ run, cwd }, spec, o) => {
      await run("create", "-f", spec, "--yes");
      // A CLB cannot be moved to another vSwitch; an NLB cannot change between internal and public.
      const [pattern, by] =
        spec === SPEC.aws ? [/^scheme: internal$/m, "scheme: internet-facing"] : [/vsw-\w+/, "vsw-other"];
      await edited(spec, join(cwd, "changed.yaml"), pattern, by);
      return run("plan", "-f", "changed.yaml", ...o);
    },
  },
  {
    name: "delete of what is protected",
    status: 2,
    says: /deletionProtection/,
    run: async ({ run }, spec, o) => {
      await run("create", "-f", spec, "--yes");
      return run("delete", "-f", spec, "--yes", ...o);
    },
  },
  {
    name: "delete, and delete of nothing",
    status: 0,
    run: async ({ run, cwd }, spec, o) => {
      await edited(spec, join(cwd, "open.yaml"), /^deletionProtection: true/m, "deletionProtection: false");
      await run("create", "-f", "open.yaml", "--yes");
      expect(await run("delete", "-f", "open.yaml", "--yes")).toMatchObject({ status: 0 });
      return run("delete", "-f", "open.yaml", "--yes", ...o);
    },
  },
];

describe.each(["alicloud", "aws"] as const)("exit status, %s", (cloud) => {
  test.each(CASES)("$status: $name", async ({ status, says, run }) => {
    for (const format of [[], ["-o", "json"]]) {
      const ran = await run(await emulated(), SPEC[cloud], format);
      expect(ran, `${format.join(" ")}\n${ran.stdout}${ran.stderr}`).toMatchObject({ status });
      if (says !== undefined) expect(ran.stdout + ran.stderr).toMatch(says);
      if (format.length > 0 && status < 2) JSON.parse(ran.stdout);
    }
  });
});

describe("exit status of usage", () => {
  test.each([
    [["frobnicate"], /unknown command/],
    [["creat"], /create/],
    [["create", "--nmae", "x"], /--name/],
    [["status", "a", "b"], /unexpected argument "b"/],
    [["create", "-o", "xml"], /text, json/],
    [["create", "--provider", "alicluod", "--name", "x", "--master", "m1=10.0.0.1"], /alicloud/],
    [["explain", "SLB999"], /SLB999/],
    [["status", "-f", join(ROOT, "README.md")], /README\.md/],
    [[], /Usage/],
  ])("2: slbctl %j", async (argv, says) => {
    const { status, stdout, stderr } = await runCli(argv);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(says);
  });

  test.each([
    [["--help"]],
    [["create", "--help"]],
    [["help", "plan"]],
    [["--version"]],
    [["explain", "SLB101"]],
  ])("0: slbctl %j", async (argv) => {
    const { status, stdout, stderr } = await runCli(argv);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout.length).toBeGreaterThan(3);
  });

  test("3: a cloud that cannot be reached", async () => {
    const { status, stderr } = await runCli(
      ["plan", "-f", SPEC.aws, "--endpoint-url", "http://127.0.0.1:9"],
      { env: { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI" } },
    );
    expect(stderr).toMatch(/127\.0\.0\.1:9/);
    expect(stderr).not.toContain("wJalrXUtnFEMI");
    expect(status).toBe(3);
  });
});
