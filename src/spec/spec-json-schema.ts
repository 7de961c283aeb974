import * as z from "zod";
import type { ProviderDescriptor } from "../core/provider.ts";
import { specSchema } from "../core/spec.ts";

/** JSON Schema as plain data; drafts differ too much for a type that would help. */
export type JsonSchema = Record<string, unknown>;

/** What the schema needs to know of a provider. */
export type OptionsOf = Pick<ProviderDescriptor, "id" | "options">;

// Draft 7 is what yaml-language-server and editors' built-in JSON support read best.
const toDraft7 = (schema: z.core.$ZodType): JsonSchema => {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, {
    target: "draft-7",
    io: "input",
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      // Bounds that only say "safe integer" are noise in an editor.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return rest;
};

/** Options of one provider apply where the spec names that provider. */
const optionsWhere = ({ id, options }: OptionsOf): JsonSchema => ({
  if: { properties: { provider: { const: id } }, required: ["provider"] },
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so
  then: { properties: { options: toDraft7(options) } },
});

/**
 * The JSON Schema of a spec, for editors: completion, descriptions, and most of the checks that `slbctl` makes. Checks
 * between fields and of addresses are slbctl's alone.
 */
export function specJsonSchema(providers: readonly OptionsOf[]): JsonSchema {
  const schema = toDraft7(specSchema);
  const properties = schema["properties"] as Record<string, JsonSchema>;
  const sorted = [...providers].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "slbctl load balancer",
    description: "One load balancer in front of the API servers of a Kubernetes control plane.",
    ...schema,
    properties: {
      $schema: { type: "string", description: "Where an editor finds this schema." },
      ...properties,
      provider: { ...properties["provider"], anyOf: [{ enum: sorted.map(({ id }) => id) }, {}] },
    },
    allOf: sorted.map(optionsWhere),
  };
}
