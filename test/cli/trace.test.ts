import { describe, expect, test } from "vitest";
import { runCli } from "./run-cli.ts";

const FROM = ["--from", "examples/alicloud/spec.yaml"];

describe("slbctl trace", () => {
  test("walks from a client to every backend, with shares that sum to 1 on each node", async () => {
    const doctor = await runCli(["doctor", ...FROM, "-o", "json"]);
    const found = JSON.parse(doctor.stdout) as {
      findings: { trace: { flow: { target: { host: string } } } }[];
    };
    const host = found.findings.find(({ trace }) => trace !== null)?.trace.flow.target.host ?? "";
    const ran = await runCli(["trace", "--client", "kube-proxy", "--to", host, ...FROM, "-o", "json"]);
    expect(ran.stderr).toBe("");
    const { traces } = JSON.parse(ran.stdout) as {
      traces: { branches: { share: number; disposition: string }[] }[];
    };
    expect(traces.length).toBeGreaterThan(0);
    for (const { branches } of traces) {
      expect(branches.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
      expect(branches.map(({ disposition }) => disposition)).toContain("martian-source");
    }
    const text = await runCli(["trace", "--client", "kube-proxy", "--to", host, ...FROM]);
    expect(text.stdout).toContain("martian-source");
  });

  test("a client that nobody names, and a target that is none, are usage errors", async () => {
    expect((await runCli(["trace", "--client", "kube-prxy", "--to", "10.0.0.1", ...FROM])).status).toBe(2);
    expect((await runCli(["trace", "--client", "kube-proxy", "--to", ":", ...FROM])).status).toBe(2);
  });
});
