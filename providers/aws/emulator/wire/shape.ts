import type { FormNode } from "./form.ts";

/**
 * Declarative description of request parameters. A shape reads its part of the form and writes every breach of the
 * model into `issues`, worded as the service words them (paths begin with a lower-case letter, as on the wire).
 */
export interface Shape<T> {
  read(node: FormNode | undefined, at: string, issues: string[]): T;
}

type Read<S> = S extends Shape<infer T> ? T : never;

const broken = (value: string | null, at: string, rule: string): string =>
  `Value ${value === null ? "null" : `'${value}'`} at '${at}' failed to satisfy constraint: Member must ${rule}`;

const optional = <T>(parse: (text: string, at: string, issues: string[]) => T): Shape<T | undefined> => ({
  read: (node, at, issues) => (node?.value === undefined ? undefined : parse(node.value, at, issues)),
});

export interface TextRule {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
}

export const text = ({ min = 0, max = Number.POSITIVE_INFINITY, pattern }: TextRule = {}) =>
  optional((value, at, issues) => {
    if (value.length < min) issues.push(broken(value, at, `have length greater than or equal to ${min}`));
    if (value.length > max) issues.push(broken(value, at, `have length less than or equal to ${max}`));
    if (pattern !== undefined && !pattern.test(value))
      issues.push(broken(value, at, `satisfy regular expression pattern: ${pattern.source}`));
    return value;
  });

export const integer = (min: number, max: number) =>
  optional((value, at, issues) => {
    const number = /^[+-]?\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (Number.isNaN(number)) issues.push(broken(value, at, "be an integer"));
    else if (number < min) issues.push(broken(value, at, `have value greater than or equal to ${min}`));
    else if (number > max) issues.push(broken(value, at, `have value less than or equal to ${max}`));
    return number;
  });

export const flag = () =>
  optional((value, at, issues) => {
    if (value !== "true" && value !== "false") issues.push(broken(value, at, "be a boolean"));
    return value === "true";
  });

export const oneOf = <const V extends string>(...values: readonly V[]) =>
  optional((value, at, issues): V => {
    if (!(values as readonly string[]).includes(value))
      issues.push(broken(value, at, `satisfy enum value set: [${values.join(", ")}]`));
    return value as V;
  });

export const required = <T>(shape: Shape<T | undefined>): Shape<T> => ({
  read(node, at, issues) {
    const value = shape.read(node, at, issues);
    if (value === undefined) issues.push(broken(null, at, "not be null"));
    return value as T;
  },
});

/** `X.member.1`, `X.member.2`, …, in numerical order; `X=` is how SDKs send a list that is given but empty. */
export const list = <T>(item: Shape<T>, max = Number.POSITIVE_INFINITY): Shape<T[] | undefined> => ({
  read(node, at, issues) {
    if (node === undefined) return undefined;
    const members = [...(node.children.get("member")?.children ?? [])]
      .filter(([index]) => /^\d+$/.test(index))
      .sort(([a], [b]) => Number(a) - Number(b));
    if (members.length > max)
      issues.push(broken(`[${members.length} items]`, at, `have length less than or equal to ${max}`));
    return members.map(([index, member]) => item.read(member, `${at}.${index}.member`, issues));
  },
});

type Fields = Readonly<Record<string, Shape<unknown>>>;
export type Structure<F extends Fields> = { [K in keyof F]: Read<F[K]> };

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

export const structure = <F extends Fields>(fields: F): Shape<Structure<F> | undefined> => ({
  read(node, at, issues) {
    if (node === undefined) return undefined;
    for (const name of node.children.keys())
      if (!Object.hasOwn(fields, name))
        issues.push(`Parameter '${at === "" ? "" : `${at}.`}${name}' is not known`);
    return Object.fromEntries(
      Object.entries(fields).map(([name, shape]) => [
        name,
        shape.read(
          node.children.get(name),
          at === "" ? lowerFirst(name) : `${at}.${lowerFirst(name)}`,
          issues,
        ),
      ]),
    ) as Structure<F>;
  },
});
