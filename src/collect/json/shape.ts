/**
 * Which parts of a JSON value are wanted: `true` all of it, a predicate only strings whose bytes it accepts, an
 * object those of its keys, a list of one shape each element. What does not fit its shape is left out.
 */
export type Shape =
  | true
  | ByteTest
  | readonly [Shape]
  | { readonly [key: string]: Exclude<Shape, readonly never[]> };

/** Judges the raw content of a string (still escaped) before it is decoded. */
export type ByteTest = (bytes: Uint8Array, from: number, to: number) => boolean;

/** A shape made ready for comparing keys as bytes. */
export type Compiled =
  | { readonly is: "all" }
  | { readonly is: "text"; readonly test: ByteTest }
  | { readonly is: "list"; readonly element: Compiled }
  | { readonly is: "object"; readonly keys: readonly CompiledKey[] };

export interface CompiledKey {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly value: Compiled;
}

const ALL: Compiled = { is: "all" };

export function compileShape(shape: Shape): Compiled {
  if (shape === true) return ALL;
  if (typeof shape === "function") return { is: "text", test: shape };
  if (Array.isArray(shape)) return { is: "list", element: compileShape(shape[0] as Shape) };
  const keys = Object.entries(shape as { readonly [key: string]: Shape }).map(([name, value]) => ({
    name,
    bytes: Buffer.from(name),
    value: compileShape(value),
  }));
  return { is: "object", keys };
}

/** The same reduction of a value that is already parsed; `reduceBytes` of its text gives an equal result. */
export function reduceValue(value: unknown, shape: Compiled): unknown {
  if (shape.is === "all") return value;
  if (shape.is === "text") {
    if (typeof value !== "string") return undefined;
    const raw = Buffer.from(JSON.stringify(value));
    return shape.test(raw, 1, raw.length - 1) ? value : undefined;
  }
  if (value === null || typeof value !== "object") return undefined;
  if (shape.is === "list") {
    if (!Array.isArray(value)) return undefined;
    return value.map((element) => reduceValue(element, shape.element)).filter((kept) => kept !== undefined);
  }
  if (Array.isArray(value)) return undefined;
  const reduced: Record<string, unknown> = {};
  for (const { name, value: inner } of shape.keys) {
    if (!Object.hasOwn(value, name)) continue;
    const kept = reduceValue((value as Record<string, unknown>)[name], inner);
    if (kept !== undefined) reduced[name] = kept;
  }
  return reduced;
}
