import type { Pair } from "./wire/form.ts";
import { invalid, Refusal } from "./wire/refusal.ts";

/** The parameters of one request by name; where a name stands twice the first one counts. */
export class Given {
  readonly #values: ReadonlyMap<string, string>;

  constructor(pairs: readonly Pair[]) {
    this.#values = new Map([...pairs].reverse());
  }

  /** Empty is the same as absent. */
  text(name: string): string | undefined {
    return this.#values.get(name) || undefined;
  }

  /** Everything under `Name.N` and `Name.N.Sub`, ordered by N; the sub-name of `Name.N` itself is empty. */
  numbered(name: string): readonly ReadonlyMap<string, string>[] {
    const found = new Map<number, Map<string, string>>();
    for (const [key, value] of this.#values) {
      const [, index, sub = ""] = new RegExp(`^${name}\\.([1-9]\\d{0,5})(?:\\.(.+))?$`).exec(key) ?? [];
      if (index === undefined) continue;
      const entry = found.get(Number(index)) ?? new Map<string, string>();
      found.set(Number(index), entry.set(sub, value));
    }
    return [...found].sort(([a], [b]) => a - b).map(([, entry]) => entry);
  }
}

/** How one parameter is read; refuses what breaks the documented rule. */
export interface Parameter<T> {
  read(given: Given, name: string): T;
}

export type Table = Readonly<Record<string, Parameter<unknown>>>;
export type Input<T extends Table> = {
  readonly [K in keyof T]: T[K] extends Parameter<infer V> ? V : never;
};

/** Parameters that the table does not name are ignored, as the API ignores them. */
export const readTable = <T extends Table>(table: T, given: Given): Input<T> =>
  Object.fromEntries(Object.entries(table).map(([name, one]) => [name, one.read(given, name)])) as Input<T>;

const optional = <T>(parse: (value: string, name: string) => T): Parameter<T | undefined> => ({
  read: (given, name) => {
    const value = given.text(name);
    return value === undefined ? undefined : parse(value, name);
  },
});

/** A parameter without which the gateway does not even ask the service. */
export const required = <T>(one: Parameter<T | undefined>): Parameter<T> => ({
  read: (given, name) => {
    const value = one.read(given, name);
    if (value === undefined) throw new Refusal(`Missing${name}`, `${name} is mandatory for this action.`);
    return value;
  },
});

export interface Rule {
  readonly pattern?: RegExp;
  /** Code of the refusal, where the documents name one of its own. */
  readonly code?: string;
}

const refuse = (code: string | undefined, name: string, expected: string): never => {
  throw new Refusal(code ?? "InvalidParameter", `The specified ${name} is not valid; expected: ${expected}.`);
};

export const text = ({ pattern, code }: Rule = {}) =>
  optional((value, name): string =>
    pattern === undefined || pattern.test(value) ? value : refuse(code, name, String(pattern)),
  );

export const integer = (from: number, to: number, options: { also?: number; code?: string } = {}) =>
  optional((value, name): number => {
    const number = /^[+-]?\d{1,12}$/.test(value) ? Number(value) : Number.NaN;
    if (number === options.also || (number >= from && number <= to)) return number;
    return refuse(
      options.code,
      name,
      `an integer from ${from} to ${to}${options.also === undefined ? "" : `, or ${options.also}`}`,
    );
  });

export const oneOf = <const V extends string>(values: readonly V[], code?: string) =>
  optional((value, name): V => {
    const found = values.find((each) => each === value);
    return found ?? refuse(code, name, values.join(" | "));
  });

export const onOff = oneOf(["on", "off"]);

export const flag = optional((value, name): boolean =>
  /^(true|false)$/i.test(value) ? value.toLowerCase() === "true" : refuse(undefined, name, "true | false"),
);

/** `Name.1`, `Name.2`, …; a plain `Name` is taken as the only entry. */
export const list = (most: number): Parameter<readonly string[]> => ({
  read: (given, name) => {
    const plain = given.text(name);
    const entries = given.numbered(name).flatMap((entry) => entry.get("") || []);
    const all = plain === undefined ? entries : [plain, ...entries];
    if (all.length > most)
      throw new Refusal("InvalidParameter", `The specified ${name} has more than ${most} entries.`);
    return all;
  },
});

/** Ids or names separated by commas. */
export const commaList = (most: number) =>
  optional((value, name): readonly string[] => {
    const entries = value.split(",").filter((entry) => entry !== "");
    return entries.length <= most ? entries : refuse(undefined, name, `at most ${most} entries`);
  });

/** Values that only make sense together. */
export function together(name: string, value: unknown, because: string): void {
  if (value === undefined)
    throw new Refusal("MissingParameter", `The parameter ${name} is required where ${because}.`);
}

/** The value of a JSON-text parameter; the code is the refusal's where it is not JSON. */
export function parseJson(value: string, name: string, code: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    throw new Refusal(code, `The specified ${name} is not valid JSON.`);
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** One-based pages. */
export function pageOf<T>(items: readonly T[], number: number, size: number): readonly T[] {
  return items.slice((number - 1) * size, number * size);
}

/** Pages by token: the token of a page is the number of entries before it. */
export function tokenPage<T>(
  items: readonly T[],
  size: number,
  token: string | undefined,
): { readonly items: readonly T[]; readonly next: string | undefined } {
  const text = token === undefined ? "from:0" : Buffer.from(token, "base64url").toString("latin1");
  const from = Number(/^from:(\d{1,9})$/.exec(text)?.[1] ?? Number.NaN);
  if (Number.isNaN(from)) throw invalid("The specified NextToken is not valid.");
  const to = from + size;
  return {
    items: items.slice(from, to),
    next: to < items.length ? Buffer.from(`from:${to}`).toString("base64url") : undefined,
  };
}
