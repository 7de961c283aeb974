import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { ROOT, runCli, temporaryFolder } from "./run-cli.ts";

interface Reported {
  readonly findings: readonly { code: string; target: { loadBalancer: string | null } | null }[];
}

describe.each([
  ["alicloud", "SLB101", /^lb-bp1/],
  ["aws", undefined, /^arn:aws:/],
] as const)("doctor --lb on %s", (provider, expected, idForm) => {
  test("reads one load balancer by name and by id, and says so where there is none", async () => {
    const cwd = await temporaryFolder((undo) => onTestFinished(undo));
    const spec = join(ROOT, "examples", provider, "spec.yaml");
    const state = ["--emulate", "--state-dir", "state"];
    const created = await runCli(["create", "-f", spec, "--yes", ...state, "-o", "json"], { cwd });
    expect(created.status, created.stderr).toBe(0);
    const region = provider === "aws" ? "eu-central-1" : "cn-hangzhou";
    const place = ["--provider", provider, "--region", region, ...state, "-o", "json"];
    const status = await runCli(["status", "-f", spec, ...state, "-o", "json"], { cwd });
    const { id } = JSON.parse(status.stdout) as { id: string };
    expect(id).toMatch(idForm);
    const told = async (lb: string) => {
      const ran = await runCli(["doctor", "--from", spec, "--lb", lb, ...place], { cwd });
      expect(ran.stderr).not.toContain("error:");
      return JSON.parse(ran.stdout) as Reported;
    };
    const byName = await told("prod-api");
    expect(await told(id)).toEqual(byName);
    const codes = byName.findings.map(({ code }) => code);
    if (expected === undefined) expect(codes.filter((code) => code.startsWith("SLB10"))).toEqual([]);
    else expect(codes).toContain(expected);
    const absent = await runCli(["doctor", "--lb", "nowhere", ...place], { cwd });
    expect(absent.status).toBe(3);
    expect(absent.stderr).toContain(`${provider} has no load balancer "nowhere" in ${region}`);
  });
});
