import { nearest } from "../core/nearest.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Text } from "../core/text.ts";
import { verbatim } from "../core/text.ts";
import type { FlagReading } from "./spec-flags.ts";

/** What is wrong with the words behind a flag, before they are a value at all. */
interface FlagFault {
  readonly found: string;
  readonly text: Text;
  readonly expected: Text;
}

type Reading = Result<unknown, FlagFault>;

const SUBNET = verbatim("ID[,zone=ZONE][,address=ADDRESS]");
const MASTER = verbatim("NAME=ADDRESS[,instance=ID][,port=PORT][,weight=WEIGHT][,zone=ZONE]");

/** A whole number as a number; anything else stays text, so that the schema can say what was found. */
const asNumber = (word: string): number | string => (/^[+-]?\d{1,15}$/.test(word) ? Number(word) : word);

/** `true`, `false` and numbers as in YAML 1.2; everything else is text. */
function asScalar(word: string): string | number | boolean {
  if (word === "true" || word === "false") return word === "true";
  return /^-?(0|[1-9]\d{0,14})(\.\d{1,15})?$/.test(word) ? Number(word) : word;
}

const fault = (found: string, text: Text, expected: Text): Reading => err({ found, text, expected });

/** Names of parts behind the first, and the fields that they set. */
type Parts = Readonly<Record<string, { readonly field: string; readonly number?: true }>>;

const SUBNET_PARTS: Parts = { zone: { field: "zone" }, address: { field: "address" } };
const MASTER_PARTS: Parts = {
  instance: { field: "instanceId" },
  port: { field: "port", number: true },
  weight: { field: "weight", number: true },
  zone: { field: "zone" },
};

function readParts(
  words: readonly string[],
  parts: Parts,
  expected: Text,
): Result<Record<string, unknown>, FlagFault> {
  const fields: Record<string, unknown> = {};
  for (const word of words) {
    const [, name = "", value] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (part === undefined || value === undefined) {
      const meant = nearest(name, Object.keys(parts));
      const hint = meant !== undefined && meant !== name ? meant : undefined;
      return err({
        found: word,
        text:
          value === undefined
            ? { en: "no value", zh: "缺少取值" }
            : {
                en: `unknown part "${name}"${hint ? `; did you mean ${hint}?` : ""}`,
                zh: `未知的部分“${name}”${hint ? `；是否想写 ${hint}？` : ""}`,
              },
        expected,
      });
    }
    if (Object.hasOwn(fields, part.field))
      return err({ found: word, text: { en: `"${name}" stands twice`, zh: `“${name}”重复` }, expected });
    fields[part.field] = part.number ? asNumber(value) : value;
  }
  return ok(fields);
}

function readSubnet(word: string): Reading {
  const [id = "", ...rest] = word.split(",");
  const parts = readParts(rest, SUBNET_PARTS, SUBNET);
  return parts.ok ? ok({ id, ...parts.value }) : parts;
}

function readMaster(word: string): Reading {
  const [first = "", ...rest] = word.split(",");
  const [, name, address] = /^([^=]*)=(.*)$/s.exec(first) ?? [];
  if (name === undefined || address === undefined)
    return fault(first, { en: "a name and an address are needed", zh: "需要名称和地址" }, MASTER);
  const parts = readParts(rest, MASTER_PARTS, MASTER);
  return parts.ok ? ok({ name, address, ...parts.value }) : parts;
}

const KEY_VALUE = verbatim("KEY=VALUE");

function readPair(word: string): Result<[key: string, value: string], FlagFault> {
  const at = word.indexOf("=");
  return at > 0
    ? ok([word.slice(0, at), word.slice(at + 1)])
    : err({ found: word, text: { en: "no name before `=`", zh: "`=` 之前没有名称" }, expected: KEY_VALUE });
}

/** Own property whatever the name, `__proto__` included. */
const put = (target: object, key: string, value: unknown): void => {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
};

function readTags(words: readonly string[]): Reading {
  const tags = {};
  for (const word of words) {
    const pair = readPair(word);
    if (!pair.ok) return pair;
    put(tags, ...pair.value);
  }
  return ok(tags);
}

function readOptions(words: readonly string[]): Reading {
  const options: Record<string, unknown> = {};
  for (const word of words) {
    const pair = readPair(word);
    if (!pair.ok) return pair;
    const [key, value] = pair.value;
    const names = key.split(".");
    const last = names.pop() ?? "";
    let at = options;
    for (const name of names) {
      const inner = Object.hasOwn(at, name) ? at[name] : undefined;
      if (inner === undefined) put(at, name, {});
      else if (typeof inner !== "object")
        return fault(word, { en: `"${name}" already has a value`, zh: `“${name}”已有取值` }, KEY_VALUE);
      at = at[name] as Record<string, unknown>;
    }
    put(at, last, asScalar(value));
  }
  return ok(options);
}

function each(words: readonly string[], read: (word: string) => Reading): Reading {
  const values: unknown[] = [];
  for (const word of words) {
    const value = read(word);
    if (!value.ok) return value;
    values.push(value.value);
  }
  return ok(values);
}

const splitAll = (words: readonly string[]): string[] => words.flatMap((word) => word.split(","));

/** The value that a flag's words stand for. */
export function readFlag(reads: FlagReading, given: unknown): Reading {
  if (reads === "switch") return ok(given === true);
  const words = (Array.isArray(given) ? given : [given]).map(String);
  const last = words.at(-1) ?? "";
  switch (reads) {
    case "text":
      return ok(last);
    case "number":
      return ok(asNumber(last));
    case "texts":
      return ok(splitAll(words));
    case "allow":
    case "deny":
      return ok({ type: reads, entries: splitAll(words) });
    case "subnets":
      return each(words, readSubnet);
    case "masters":
      return each(words, readMaster);
    case "tags":
      return readTags(words);
    case "options":
      return readOptions(words);
  }
}
