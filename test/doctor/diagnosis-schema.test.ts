import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { diagnosisJson } from "../../src/report/diagnosis-json.ts";
import { generate } from "../../tools/gen/diagnosis-schema.ts";
import { diagnosisSchema } from "../../tools/schemas/diagnosis-schema.ts";
import { runCli } from "../cli/run-cli.ts";
import { missing, pythonWith } from "../skip.ts";
import { diagnosed } from "./diagnosed.ts";
import { RULE_CASES } from "./rule-cases.ts";

const published = JSON.parse(
  readFileSync(new URL("../../schemas/diagnosis.schema.json", import.meta.url), "utf8"),
) as object;

/** Python's jsonschema is not ours; `null` stands for a valid document. */
const VALIDATE = `
import json, sys
from jsonschema import Draft7Validator
given = json.load(sys.stdin)
Draft7Validator.check_schema(given["schema"])
validator = Draft7Validator(given["schema"])
first = lambda document: next((error.message for error in validator.iter_errors(document)), None)
print(json.dumps([first(document) for document in given["documents"]]))
`;
const python = pythonWith("jsonschema");

function elsewhere(documents: readonly unknown[]): readonly (string | null)[] {
  const input = JSON.stringify({ schema: published, documents });
  const run = spawnSync(python ?? "", ["-c", VALIDATE], { input, encoding: "utf8", timeout: 60_000 });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as (string | null)[];
}

/** What every rule's cases print, and what the program prints of the examples. */
async function documents(): Promise<readonly unknown[]> {
  const cases = Object.values(RULE_CASES).flatMap(({ fires, cannotTell, silent }) => [
    ...fires,
    ...cannotTell,
    ...silent,
  ]);
  const made = cases.map((of) => JSON.parse(JSON.stringify(diagnosisJson(diagnosed(of)))) as unknown);
  const examples = [
    "examples/alicloud/spec.yaml",
    "examples/aws/spec.yaml",
    "examples/alicloud",
    "nothing.txt",
  ];
  const printed = await Promise.all(
    examples.map(async (path) => (await runCli(["doctor", path, "-o", "json", "--lang", "zh-CN"])).stdout),
  );
  return [
    ...made,
    ...printed.filter((text) => text.startsWith("{")).map((text) => JSON.parse(text) as unknown),
  ];
}

type Mutable = { findings: Record<string, unknown>[]; [key: string]: unknown };

/** Each breaks the format in one place. */
const VIOLATIONS: readonly ((document: Mutable) => void)[] = [
  (document) => Object.assign(document, { schemaVersion: 2 }),
  (document) => Object.assign(document, { extra: true }),
  (document) => Reflect.deleteProperty(document, "summary"),
  (document) => Object.assign(document.findings[0] ?? {}, { code: "SLB1" }),
  (document) => Object.assign(document.findings[0] ?? {}, { disposition: "lost" }),
  (document) => Object.assign(document.findings[0] ?? {}, { failure: { mode: "always", share: 1.5 } }),
  (document) => Object.assign(document.findings[0] ?? {}, { message: { en: "x", zh: "某" } }),
  (document) => Reflect.deleteProperty(document.findings[0] ?? {}, "fingerprint"),
];

const violated = (): readonly unknown[] =>
  VIOLATIONS.map((violate) => {
    const document = JSON.parse(JSON.stringify(diagnosisJson(diagnosed({})))) as Mutable;
    violate(document);
    return document;
  });

describe("doctor -o json", () => {
  test("follows its schema, in English whatever the language, and violations are seen", async () => {
    const real = await documents();
    expect(real.length).toBeGreaterThan(30);
    for (const document of real) {
      const parsed = diagnosisSchema.safeParse(document);
      expect(parsed.error?.issues).toBeUndefined();
      expect(JSON.stringify(document)).not.toMatch(/[\u4e00-\u9fff]/);
    }
    for (const document of violated()) expect(diagnosisSchema.safeParse(document).success).toBe(false);
  });

  test("the published schema says the same to a validator that is not ours", async (context) => {
    if (python === undefined) return context.skip(missing("jsonschema"));
    const real = await documents();
    expect(elsewhere(real)).toEqual(real.map(() => null));
    expect(elsewhere(violated()).every((message) => message !== null)).toBe(true);
  });

  test("the published schema is fresh: npm run gen", async () => {
    const [file] = await generate();
    expect(JSON.parse(file?.content ?? "")).toEqual(published);
  });

  test("fingerprints do not depend on order, weights or other nodes", () => {
    const prints = (of: Parameters<typeof diagnosed>[0]) =>
      (diagnosisJson(diagnosed(of)) as { findings: { fingerprint: string }[] }).findings.map(
        ({ fingerprint }) => fingerprint,
      );
    expect(prints({ masters: 5 })).toEqual(prints({ masters: 3 }));
    expect(new Set(prints({ clients: { kubelet: {}, "kube-proxy": {} } })).size).toBe(2);
  });
});
