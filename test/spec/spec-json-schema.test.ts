import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { specJsonSchema } from "../../src/spec/spec-json-schema.ts";
import { missing, pythonWith } from "../skip.ts";
import { BROKEN_SPECS } from "./broken-specs.ts";

const options = z.strictObject({ flavour: z.enum(["a", "b"]).default("a").describe("Which one.") });
const schema = specJsonSchema([{ id: "aws", options }]);

/** Validates documents with Python's jsonschema, which is not ours; `null` stands for a valid one. */
const VALIDATE = `
import json, sys
from jsonschema import Draft7Validator
given = json.load(sys.stdin)
Draft7Validator.check_schema(given["schema"])
validator = Draft7Validator(given["schema"])
def first(document):
    errors = sorted(validator.iter_errors(document), key=lambda error: list(map(str, error.absolute_path)))
    return errors[0].message if errors else None
print(json.dumps([first(document) for document in given["documents"]]))
`;

const python = pythonWith("jsonschema");
const reason = python === undefined ? missing("jsonschema") : undefined;

function verdicts(documents: readonly unknown[]): readonly (string | null)[] {
  const input = JSON.stringify({ schema, documents });
  const run = spawnSync(python ?? "", ["-c", VALIDATE], { input, encoding: "utf8", timeout: 60_000 });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as (string | null)[];
}

const VALID = {
  apiVersion: "slbctl/v1",
  kind: "LoadBalancer",
  name: "a",
  provider: "aws",
  masters: [{ name: "m", address: "10.0.0.1" }],
};

describe("the JSON Schema of the spec", () => {
  it("describes every field for editors", () => {
    const text = JSON.stringify(schema);
    expect(text).toContain("Port of the listener.");
    expect(text).toContain("Which one.");
    expect(schema["required"]).toEqual(["apiVersion", "kind", "name", "provider", "masters"]);
  });

  it.skipIf(reason !== undefined)(
    `accepts every example, by an independent validator ${reason ?? ""}`,
    () => {
      const folder = join(import.meta.dirname, "../../examples");
      const specs = readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => /\.ya?ml$/.test(file))
        .map((file) => readFileSync(join(folder, file), "utf8"))
        .filter((text) => text.includes("kind: LoadBalancer"));
      expect(verdicts(specs.map((text) => load(text)))).toEqual(specs.map(() => null));
    },
  );

  it.skipIf(reason !== undefined)(`knows the options of the provider that is named ${reason ?? ""}`, () => {
    const [ours, wrong, other, hint] = verdicts([
      { ...VALID, options: { flavour: "b" } },
      { ...VALID, options: { flavour: "c" } },
      { ...VALID, provider: "other", options: { flavour: "c" } },
      { ...VALID, $schema: "../schemas/spec.schema.json" },
    ]);
    expect([ours, other, hint]).toEqual([null, null, null]);
    expect(wrong).toContain("'c' is not one of");
  });

  it.skipIf(reason !== undefined)(`refuses what is wrong within one field ${reason ?? ""}`, () => {
    const between =
      /repeat|spellings|addresses that|endpoint|plain HTTP|access list|tags that|twice|merge|inside|line ends/;
    const names = BROKEN_SPECS.filter(
      ({ name, problems: [first] }) => first?.path !== "" && !between.test(name),
    );
    expect(names.length).toBeGreaterThan(12);
    const found = verdicts(names.map(({ text }) => load(text.replace(/^\ufeff/, ""), { json: true })));
    expect(names.filter((_, index) => found[index] === null).map(({ name }) => name)).toEqual([]);
  });
});
