import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { API_VERSION, type Spec, specSchema } from "../../src/core/spec.ts";
import { parseSpec } from "../../src/spec/parse-spec.ts";
import { allFieldPaths } from "../../src/spec/schema-walk.ts";

const EXAMPLES = join(import.meta.dirname, "../../examples");

/** Every YAML file under examples/ that is a spec. */
const files = readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.ya?ml$/.test(file))
  .filter((file) => readFileSync(join(EXAMPLES, file), "utf8").includes("kind: LoadBalancer"))
  .sort();

async function read(file: string): Promise<Spec> {
  const parsed = await parseSpec(readFileSync(join(EXAMPLES, file)), file);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error, null, 1));
  return parsed.value.spec;
}

describe("examples", () => {
  it("are there", () => {
    expect(files).toEqual(
      expect.arrayContaining(
        ["alicloud", "aws"].flatMap((id) => [
          `${id}/spec.yaml`,
          `${id}/spec.zh-CN.yaml`,
          `${id}/spec-minimal.yaml`,
          `first-run/${id}.yaml`,
        ]),
      ),
    );
  });

  it.each(files)("%s is a valid spec of three masters", async (file) => {
    expect((await read(file)).masters).toHaveLength(3);
  });

  it.each(files)("%s names the schema for editors by a path that leads there", (file) => {
    const [first = ""] = readFileSync(join(EXAMPLES, file), "utf8").split("\n");
    const path = /^# yaml-language-server: \$schema=(.+)$/.exec(first)?.[1] ?? "";
    const schema = JSON.parse(readFileSync(join(EXAMPLES, file, "..", path), "utf8")) as {
      properties: { apiVersion: { const: string } };
    };
    expect(schema.properties.apiVersion.const).toBe(API_VERSION);
  });

  it.each(["alicloud", "aws"])("%s says the same in both languages", async (id) => {
    expect(await read(`${id}/spec.zh-CN.yaml`)).toEqual(await read(`${id}/spec.yaml`));
  });

  it("show every field of the spec between them", async () => {
    const text = ["alicloud", "aws"]
      .map((id) => readFileSync(join(EXAMPLES, id, "spec.yaml"), "utf8"))
      .join("\n");
    const names = new Set(allFieldPaths(specSchema).map((path) => String(path.at(-1))));
    expect([...names].filter((name) => !new RegExp(`^[ -]*${name}:`, "m").test(text))).toEqual([]);
  });
});
