import type * as z from "zod";
import type { Path } from "../core/path-text.ts";

/** A schema of either flavour of zod. */
export type Schema = z.core.$ZodType;

interface CheckDefinition {
  readonly check: string;
  readonly value?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
}

/** The parts of zod's `def` that are looked at, whatever the schema's type. */
interface Definition {
  readonly type: string;
  readonly innerType?: Schema;
  readonly element?: Schema;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly valueType?: Schema;
  readonly in?: Schema;
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
  readonly format?: string;
  readonly checks?: readonly { readonly _zod: { readonly def: CheckDefinition } }[];
}

const definition = (schema: Schema): Definition => schema._zod.def as unknown as Definition;

/** The schema without what makes it optional or gives it a default. */
function bare(schema: Schema): Schema {
  const { type, innerType, in: input } = definition(schema);
  const inner = type === "pipe" ? input : innerType;
  return inner === undefined ? schema : bare(inner);
}

/** The schema of the value at a path; undefined where the path leaves what is described. */
export function schemaAt(schema: Schema, path: Path): Schema | undefined {
  let at: Schema | undefined = bare(schema);
  for (const part of path) {
    const { shape, element, valueType }: Definition = definition(at);
    const next: Schema | undefined =
      typeof part === "number" ? element : shape !== undefined ? own(shape, part) : valueType;
    if (next === undefined) return undefined;
    at = bare(next);
  }
  return at;
}

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** Names of the fields of a mapping; empty for everything else. */
export const fieldNames = (schema: Schema | undefined): readonly string[] =>
  schema === undefined ? [] : Object.keys(definition(bare(schema)).shape ?? {});

/** What values a schema takes, in the few words that messages need. */
export interface Described {
  readonly type: string;
  readonly choices: readonly string[];
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly isInteger: boolean;
}

/** Bounds are read from the checks themselves: the two flavours of zod have no other way in common. */
export function describeSchema(schema: Schema): Described {
  const { type, entries, values, checks, format } = definition(bare(schema));
  const check = (...names: string[]): CheckDefinition | undefined =>
    checks?.map(({ _zod }) => _zod.def).find((def) => names.includes(def.check));
  const least = check("greater_than", "min_length");
  const most = check("less_than", "max_length");
  return {
    type,
    choices: entries ? Object.values(entries) : (values ?? []).map(String),
    minimum: least?.value ?? least?.minimum,
    maximum: most?.value ?? most?.maximum,
    isInteger: type === "number" && /int/.test(format ?? check("number_format")?.format ?? ""),
  };
}

/** All paths of fields in a schema, list entries as `0`; for "did you mean" and for tests of completeness. */
export function allFieldPaths(schema: Schema, prefix: Path = []): Path[] {
  const { shape, element } = definition(bare(schema));
  if (element !== undefined) return allFieldPaths(element, [...prefix, 0]);
  return Object.entries(shape ?? {}).flatMap(([name, field]) => [
    [...prefix, name],
    ...allFieldPaths(field, [...prefix, name]),
  ]);
}
