import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readTopologyLine } from "../../../src/collect/topology/read-line.ts";
import { SlbctlError } from "../../../src/core/error.ts";
import { runCli } from "../../cli/run-cli.ts";
import { missing, pythonWith, runProgram } from "../../skip.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slbctl-topology-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const HEADER = '{"slbctl":"topology","schemaVersion":1}\n';
const CASES = ["clb-self-built", "nlb-instance-targets", "ingress-snat", "external-url", "clean"];

/** Everything that is told, but where it was read. */
function told(json: string): unknown {
  const report = JSON.parse(json) as { findings: Record<string, unknown>[] };
  return { ...report, findings: report.findings.map(({ evidence: _read, ...rest }) => rest) };
}

describe("a case collected into a topology file", () => {
  test.each(CASES)("%s has the same diagnosis", async (name) => {
    const file = join(folder, "case.jsonl");
    const collected = await runCli(["collect", "--from", `examples/${name}`, "-o", `jsonl=${file}`]);
    expect(collected).toMatchObject({ status: 0, stdout: "" });
    const direct = await runCli(["doctor", "--from", `examples/${name}`, "-o", "json"]);
    const again = await runCli(["doctor", "--from", file, "-o", "json"]);
    expect(told(again.stdout)).toEqual(told(direct.stdout));
    expect(again.status).toBe(direct.status);
  });

  test("keeps where each fact was first read", async () => {
    const { stdout } = await runCli(["collect", "--from", "examples/clb-self-built"]);
    expect(stdout.startsWith(HEADER)).toBe(true);
    expect(stdout).toContain('"source":"examples/clb-self-built/nodes/m1/etc/kubernetes/kubelet.conf"');
  });

  test("holds nothing of the rest of the evidence", async () => {
    const secret = "sEcReT-of-an-application";
    const env = [
      { name: "URL", value: "https://10.0.1.100:6443" },
      { name: "TOKEN", value: secret },
    ];
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "a", namespace: "b", annotations: { note: secret } },
      spec: { nodeName: "m1", containers: [{ name: "c", image: "d", env, args: [`--password=${secret}`] }] },
    };
    await writeFile(join(folder, "pod.json"), JSON.stringify(pod));
    await writeFile(
      join(folder, "secret.json"),
      JSON.stringify({
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "s" },
        stringData: { a: secret },
      }),
    );
    const { stdout, stderr } = await runCli(["collect", folder]);
    expect(stdout).toContain("10.0.1.100");
    expect(stdout + stderr).not.toContain(secret);
  });
});

describe("every line", () => {
  test("is as the published schema says, by a program that we did not write", async (context) => {
    const python = pythonWith("jsonschema");
    if (python === undefined) return context.skip(missing("jsonschema"));
    const file = join(folder, "case.jsonl");
    await runCli([
      "collect",
      ...CASES.flatMap((name) => ["--from", `examples/${name}`]),
      "-o",
      `jsonl=${file}`,
    ]);
    const script = [
      "import json, sys, jsonschema",
      "v = jsonschema.Draft7Validator(json.load(open(sys.argv[1])))",
      "lines = [json.loads(l) for l in open(sys.argv[2])]",
      "bad = [l for l in lines if not v.is_valid(l)]",
      "planted = {'subject': {'kind': 'node', 'id': 'm1'}, 'fact': 'addresses', 'value': 7}",
      "print(len(lines) > 100, bad[:2], v.is_valid(planted))",
    ].join("\n");
    const { output, status } = await runProgram(
      python,
      ["-c", script, "schemas/topology.schema.json", file],
      { timeoutMs: 60_000 },
    );
    expect(output.trim(), output).toBe("True [] False");
    expect(status).toBe(0);
  });

  test.each([
    [
      '{"subject":{"kind":"nod","id":"m1"},"fact":"zone","value":"a"}',
      /unknown subject\.kind "nod".*did you mean "node"/s,
    ],
    [
      '{"subject":{"kind":"node","id":"m1"},"fact":"zne","value":"a"}',
      /unknown fact "zne".*did you mean "zone"/s,
    ],
    [
      '{"subject":{"kind":"node","id":"m1"},"fact":"addresses","value":["a",7]}',
      /value\[1\]: expected string/,
    ],
    ['{"subject":{"kind":"node","id":""},"fact":"zone","value":"a"}', /subject\.id/],
    ['{"subject":{"kind":"node","id":"m1"},"fact":"zone"}', /value: expected string/],
    ['{"slbctl":"topology","schemaVersion":2}', /schemaVersion/],
    ['{"subject":{"kind":"node","id":"m1"},"fact":"zone","value":"a","more":1}', /unknown field "more"/],
    [
      '{"subject":{"kind":"node","id":"m1"},"fact":"zo',
      /ends at byte 88, inside the value that begins at line 2/,
    ],
  ])("%s is refused with its place", async (line, expected) => {
    const file = join(folder, "case.jsonl");
    await writeFile(file, `${HEADER}${line}\n`);
    const { status, stderr } = await runCli(["doctor", "--from", file]);
    expect(status).toBe(2);
    expect(stderr).toMatch(expected);
    expect(stderr).toContain("case.jsonl");
  });

  test("may be anything without a crash", () => {
    const piece = fc.oneof(
      fc.constantFrom("node", "cluster", "__proto__", "constructor", "addresses", "backends"),
      fc.string(),
    );
    const line = fc.record({
      subject: fc.oneof(fc.record({ kind: piece, id: piece }), fc.anything()),
      fact: piece,
      value: fc.anything(),
    });
    fc.assert(
      fc.property(fc.oneof(line, fc.anything()), (value) => {
        try {
          readTopologyLine(value, { kind: "observed", source: "x" });
        } catch (error) {
          expect(error).toBeInstanceOf(SlbctlError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
