import { readdir } from "node:fs/promises";
import type { ProviderDescriptor } from "../../src/core/provider.ts";
import { type OptionsOf, specJsonSchema } from "../../src/spec/spec-json-schema.ts";

const PROVIDERS = new URL("../../providers/", import.meta.url);

/** Descriptors of all provider folders, read from the folders themselves: the registry is generated like this file is. */
async function descriptors(): Promise<readonly OptionsOf[]> {
  const entries = await readdir(PROVIDERS, { withFileTypes: true, recursive: true });
  const files = entries.filter(
    (entry) => entry.isFile() && entry.name === "descriptor.ts" && !/\/emulator\b/.test(entry.parentPath),
  );
  const modules = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = new URL(`${name}`, `file://${parentPath.replace(/\/?$/, "/")}`);
      return (await import(path.href)) as {
        readonly descriptor: OptionsOf & Pick<ProviderDescriptor, "compile">;
      };
    }),
  );
  // Specs are for providers that can create.
  return modules.map(({ descriptor }) => descriptor).filter(({ compile }) => compile !== undefined);
}

/** The spec's JSON Schema for editors. */
export async function generate(): Promise<readonly { path: string; content: string }[]> {
  const schema = specJsonSchema(await descriptors());
  return [{ path: "schemas/spec.schema.json", content: `${JSON.stringify(schema, null, 2)}\n` }];
}
