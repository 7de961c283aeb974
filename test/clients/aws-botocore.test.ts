import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Bench, serve } from "../providers/aws/emulator/fixture.ts";
import { missing, pythonWith, runProgram } from "../skip.ts";

const SCRIPT = join(import.meta.dirname, "aws_elbv2.py");

test("botocore, which we did not write, works against the emulated ELBv2", {
  timeout: 60_000,
}, async (context) => {
  const python = pythonWith("botocore");
  if (python === undefined) return context.skip(missing("botocore"));
  const { url, close } = await serve(new Bench());
  // A home of its own: whatever this machine's user has configured for AWS is neither read nor in the way.
  const home = await mkdtemp(join(tmpdir(), "slbctl-botocore-"));
  try {
    const env = {
      PATH: process.env["PATH"],
      HOME: home,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: join(home, "config"),
      AWS_SHARED_CREDENTIALS_FILE: join(home, "credentials"),
    };
    const { status, output } = await runProgram(python, [SCRIPT, url], { env, timeoutMs: 50_000 });
    expect(output).not.toContain("FAILED");
    expect(output).toMatch(/^botocore \d+\.\d+\.\d+: 0 failed$/m);
    expect(status, output).toBe(0);
  } finally {
    await close();
    await rm(home, { recursive: true });
  }
});
