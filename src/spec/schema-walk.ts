import type * as z from "zod";
import type { Path } from "../core/path-text.ts";

/** The parts of zod's public `def` that are looked at, whatever the schema's type. */
interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly valueType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
  readonly checks?: readonly { _zod: { def: { check: string; minimum?: number; maximum?: number } } }[];
}

const definition = (schema: z.ZodType): Definition => schema.def as unknown as Definition;

/** The schema without what makes it optional or gives it a default. */
export function bare(schema: z.ZodType): z.ZodType {
  const { type, innerType, in: input } = definition(schema);
  const inner = type === "pipe" ? input : innerType;
  return inner === undefined ? schema : bare(inner);
}

/** The schema of the value at a path; undefined where the path leaves what is described. */
export function schemaAt(schema: z.ZodType, path: Path): z.ZodType | undefined {
  let at: z.ZodType | undefined = bare(schema);
  for (const part of path) {
    const { shape, element, valueType }: Definition = definition(at);
    const next: z.ZodType | undefined =
      typeof part === "number" ? element : shape !== undefined ? own(shape, part) : valueType;
    if (next === undefined) return undefined;
    at = bare(next);
  }
  return at;
}

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** Names of the fields of a mapping; empty for everything else. */
export const fieldNames = (schema: z.ZodType | undefined): readonly string[] =>
  schema === undefined ? [] : Object.keys(definition(bare(schema)).shape ?? {});

/** What values a schema takes, in the few words that messages need. */
export interface Described {
  readonly type: string;
  readonly choices: readonly string[];
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly isInteger: boolean;
}

/** Largest and smallest of a zod schema, under the names that its various types use. */
interface Bounds {
  readonly minValue?: number | null;
  readonly maxValue?: number | null;
  readonly minLength?: number | null;
  readonly maxLength?: number | null;
  readonly format?: string | null;
}

export function describeSchema(schema: z.ZodType): Described {
  const inner = bare(schema);
  const { type, entries, values, checks } = definition(inner);
  const bounds = inner as unknown as Bounds;
  const limit = (check: string, key: "minimum" | "maximum"): number | undefined =>
    checks?.find(({ _zod }) => _zod.def.check === check)?._zod.def[key];
  const finite = (...candidates: (number | null | undefined)[]) =>
    candidates.find((value) => typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER) ??
    undefined;
  return {
    type,
    choices: entries ? Object.values(entries) : (values ?? []).map(String),
    minimum: finite(bounds.minValue, bounds.minLength, limit("min_length", "minimum")),
    maximum: finite(bounds.maxValue, bounds.maxLength, limit("max_length", "maximum")),
    isInteger: type === "number" && /int/.test(bounds.format ?? ""),
  };
}

/** All paths of fields in a schema, list entries as `0`; for "did you mean" and for tests of completeness. */
export function allFieldPaths(schema: z.ZodType, prefix: Path = []): Path[] {
  const { shape, element } = definition(bare(schema));
  if (element !== undefined) return allFieldPaths(element, [...prefix, 0]);
  return Object.entries(shape ?? {}).flatMap(([name, field]) => [
    [...prefix, name],
    ...allFieldPaths(field, [...prefix, name]),
  ]);
}
