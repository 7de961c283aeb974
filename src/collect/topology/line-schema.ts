import * as z from "zod";
import { FACT_SCHEMAS } from "./fact-schemas.ts";

/** First line of a topology file. */
export const headerSchema = z.strictObject({ slbctl: z.literal("topology"), schemaVersion: z.literal(1) });

const origin = z.strictObject({
  kind: z.enum(["observed", "specified", "assumed", "default"]),
  source: z.string(),
  location: z.optional(z.string()),
  offset: z.optional(z.number()),
});

const bilingual = z.strictObject({ en: z.string(), zh: z.string() });

/** Why a fact could not be read, and a command that would give it. */
const unknownReading = z.strictObject({ reason: bilingual, howToProvide: z.optional(z.string()) });

/** The parts of a line that are alike for all facts: either `value` or `unknown`. */
export const lineSchema = z.strictObject({
  subject: z.strictObject({ kind: z.string(), id: z.string().min(1).max(1024) }),
  fact: z.string(),
  value: z.optional(z.unknown()),
  unknown: z.optional(unknownReading),
  origin: z.optional(origin),
});

/** What the published schema says of one line, fact by fact. */
export const anyLine = (): z.ZodType => {
  const lines = Object.entries(FACT_SCHEMAS).flatMap(([kind, facts]) =>
    Object.entries(facts).map(([fact, value]) =>
      z.strictObject({
        subject: z.strictObject({ kind: z.literal(kind), id: z.string() }),
        fact: z.literal(fact),
        value: z.optional(value),
        unknown: z.optional(unknownReading),
        origin: z.optional(origin),
      }),
    ),
  );
  return z.union([headerSchema, ...lines]);
};
