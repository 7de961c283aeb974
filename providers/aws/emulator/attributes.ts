import { type Call, type Operation, operation } from "./call.ts";
import type { Attributes } from "./state.ts";
import { invalid, Refusal } from "./wire/refusal.ts";
import { list, required, structure, text } from "./wire/shape.ts";
import type { XmlValue } from "./wire/xml.ts";

/** What a value of one attribute may be. */
export type Rule =
  | { readonly kind: "words"; readonly values: readonly string[] }
  | { readonly kind: "range"; readonly min: number; readonly max: number; readonly word?: string }
  | { readonly kind: "text" };

export const BOOLEAN: Rule = { kind: "words", values: ["true", "false"] };
export const words = (...values: string[]): Rule => ({ kind: "words", values });
export const range = (min: number, max: number, word?: string): Rule =>
  word === undefined ? { kind: "range", min, max } : { kind: "range", min, max, word };

/** The attributes of one kind of resource, and the rules between them. */
export interface AttributeTable {
  readonly rules: Readonly<Record<string, Rule>>;
  /** Looks at the whole set as it would be; throws a Refusal. `given` are the keys of the request. */
  readonly check?: (next: Attributes, before: Attributes, given: readonly string[]) => void;
}

/** Attributes that one modify request may carry. */
const MAX_ATTRIBUTES = 20;

function accepts(rule: Rule, value: string): boolean {
  if (rule.kind === "text") return value.length <= 1024;
  if (rule.kind === "words") return rule.values.includes(value);
  if (value === rule.word) return true;
  return /^\d{1,9}$/.test(value) && Number(value) >= rule.min && Number(value) <= rule.max;
}

const expected = (rule: Rule): string =>
  rule.kind === "words"
    ? `one of '${rule.values.join("', '")}'`
    : rule.kind === "range"
      ? `between '${rule.min}' and '${rule.max}'${rule.word === undefined ? "" : `, or '${rule.word}'`}`
      : "at most 1024 characters";

interface Attributed {
  attributes: Attributes;
}

export const describeAttributes = ({ attributes }: Attributed): XmlValue => ({
  Attributes: Object.entries(attributes).map(([Key, Value]) => ({ Key, Value })),
});

/** A modify operation: keys that are not named keep their value; one bad key fails the whole call. */
export const modifyAttributes = <R extends Attributed, Arn extends string>(
  arnField: Arn,
  what: string,
  find: (arn: string, call: Call) => R,
  tableFor: (resource: R) => AttributeTable,
): Operation =>
  operation(
    "write",
    structure({
      [arnField as string]: required(text()),
      Attributes: required(
        list(
          required(structure({ Key: text({ max: 256, pattern: /^[a-zA-Z0-9._]+$/ }), Value: text() })),
          MAX_ATTRIBUTES,
        ),
      ),
    }),
    (input, call): XmlValue => {
      const resource = find(input[arnField] as string, call);
      const given = input["Attributes"] as { Key: string | undefined; Value: string | undefined }[];
      if (given.length === 0) throw invalid("At least one attribute must be specified");
      const { rules, check } = tableFor(resource);
      const next = { ...resource.attributes };
      for (const { Key = "", Value = "" } of given) {
        const rule = Object.hasOwn(rules, Key) ? rules[Key] : undefined;
        if (rule === undefined) throw invalid(`${what} attribute key '${Key}' is not recognized`);
        if (!accepts(rule, Value))
          throw new Refusal(
            "ValidationError",
            `${what} attribute '${Key}' has the value '${Value}', which must be ${expected(rule)}`,
          );
        next[Key] = Value;
      }
      check?.(
        next,
        resource.attributes,
        given.map(({ Key = "" }) => Key),
      );
      resource.attributes = next;
      return describeAttributes(resource);
    },
  );
