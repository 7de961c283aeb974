import type * as z from "zod";
import { nearest } from "../core/nearest.ts";
import type { Path } from "../core/path-text.ts";
import { valueAt } from "../core/path-text.ts";
import type { SpecIssue } from "../core/spec.ts";
import type { Text } from "../core/text.ts";
import { expectationAt } from "./expectations.ts";
import { describeSchema, type Schema, schemaAt } from "./schema-walk.ts";
import { showValue } from "./show-value.ts";
import { unknownField } from "./unknown-field.ts";

const KINDS: Readonly<Record<string, Text>> = {
  string: { en: "a text", zh: "文本" },
  number: { en: "a number", zh: "数字" },
  int: { en: "a whole number", zh: "整数" },
  boolean: { en: "true or false", zh: "true 或 false" },
  array: { en: "a list", zh: "列表" },
  object: { en: "a mapping", zh: "映射（字段: 值）" },
  record: { en: "a mapping", zh: "映射（字段: 值）" },
};

const ODD: Text = { en: "something else", zh: "其他类型的值" };

function kindOf(value: unknown): Text {
  const kind = Array.isArray(value) ? "array" : typeof value;
  return KINDS[kind] ?? ODD;
}

function wrongType(expected: string, value: unknown): Text {
  if (value === undefined) return { en: "this field is missing", zh: "缺少该字段" };
  if (value === null) return { en: "this field has no value", zh: "该字段没有值" };
  if (expected === "int" && typeof value === "number") return { en: "not a whole number", zh: "不是整数" };
  const numeric = typeof value === "string" && /^[+-]?\d+(\.\d+)?$/.test(value.trim());
  if (numeric && /^(number|int)$/.test(expected))
    return {
      en: "this is a text, not a number; remove the quotes",
      zh: "这是文本而不是数字；请去掉引号",
    };
  if (expected === "string" && typeof value !== "object")
    return {
      en: `this is ${kindOf(value).en}, not a text; put it in quotes`,
      zh: `这是${typeof value === "boolean" ? "布尔值" : kindOf(value).zh}而不是文本；请加上引号`,
    };
  if (expected === "boolean" && typeof value === "string" && /^(yes|no|on|off)$/i.test(value))
    return {
      en: "YAML 1.2 reads this as a text; write true or false",
      zh: "YAML 1.2 将其视为文本；请写 true 或 false",
    };
  if (expected === "array" && typeof value === "object")
    return {
      en: "this is a mapping, not a list; each entry begins with `- `",
      zh: "这是映射而不是列表；每一项应以 `- ` 开头",
    };
  const wanted = KINDS[expected] ?? ODD;
  return {
    en: `this is ${kindOf(value).en}, not ${wanted.en}`,
    zh: `这是${kindOf(value).zh}，而不是${wanted.zh}`,
  };
}

function size(issue: { origin: string }, tooBig: boolean): Text {
  switch (issue.origin) {
    case "string":
      return tooBig ? { en: "too long", zh: "过长" } : { en: "too short", zh: "过短" };
    case "array":
    case "set":
      return tooBig ? { en: "too many entries", zh: "条目过多" } : { en: "too few entries", zh: "条目过少" };
    default:
      return tooBig ? { en: "too large", zh: "数值过大" } : { en: "too small", zh: "数值过小" };
  }
}

function wrongChoice(root: Schema, path: Path, value: unknown): Text {
  if (value === undefined) return wrongType("string", value);
  const schema = schemaAt(root, path);
  const choices = schema === undefined ? [] : describeSchema(schema).choices;
  const meant = typeof value === "string" ? nearest(value.toLowerCase(), choices) : undefined;
  const text: Text = { en: "not one of the possible values", zh: "不是可选值之一" };
  return meant === undefined
    ? text
    : { en: `${text.en}; did you mean ${meant}?`, zh: `${text.zh}；是否想写 ${meant}？` };
}

function malformed(value: unknown): Text {
  return value === ""
    ? { en: "the text is empty", zh: "文本为空" }
    : { en: "not in the required form", zh: "格式不正确" };
}

/** One zod issue in both languages; unknown fields become one issue each. */
export function issueText(root: Schema, value: unknown, issue: z.core.$ZodIssue): SpecIssue[] {
  const path = issue.path as Path;
  const found = valueAt(value, path);
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownField(root, [...path, key]));
  const about = (text: Text, key?: true): SpecIssue => ({
    path,
    found: key ? undefined : showValue(found, path),
    text,
    expected: expectationAt(root, path),
    ...(key ? { key } : {}),
  });
  switch (issue.code) {
    case "invalid_type":
      return [about(wrongType(issue.expected, found))];
    case "invalid_value":
      return [about(wrongChoice(root, path, found))];
    case "too_small":
      return [about(size(issue, false))];
    case "too_big":
      return [about(size(issue, true))];
    case "invalid_key":
      return [about({ en: "this name cannot be used", zh: "不能使用该名称" }, true)];
    default:
      return [about(malformed(found))];
  }
}
