import { nearest } from "../core/nearest.ts";
import type { Path } from "../core/path-text.ts";
import { err, ok, type Result } from "../core/result.ts";
import { API_VERSION, type SpecIssue, type SpecProblem } from "../core/spec.ts";
import type { Suppression } from "../core/suppression.ts";
import { type Text, verbatim } from "../core/text.ts";
import { locateIssues } from "./locate-issues.ts";
import { asTyped, readDocument } from "./parse-spec.ts";
import { shorten, showValue } from "./show-value.ts";

const KIND = "Suppressions";

const FIELDS: Readonly<Record<keyof Omit<Suppression, "at">, Text>> = {
  code: {
    en: "the code of a finding, e.g. SLB101 (slbctl explain lists all)",
    zh: "问题代码，例如 SLB101（slbctl explain 列出全部代码）",
  },
  subject: {
    en: "the subject that doctor prints with the finding; * stands for any text, ? for one character",
    zh: "doctor 在问题下打印的对象；* 代表任意文本，? 代表一个字符",
  },
  reason: { en: "a sentence: why this is accepted", zh: "一句话：为何接受该问题" },
  until: {
    en: "the last day on which it holds, as YYYY-MM-DD, e.g. 2027-03-31",
    zh: "最后有效日期，写作 YYYY-MM-DD，例如 2027-03-31",
  },
};
const TOP = ["apiVersion", "kind", "suppressions"];

type Mapping = Readonly<Record<string, unknown>>;
const isMapping = (value: unknown): value is Mapping =>
  value !== null && typeof value === "object" && !Array.isArray(value);

const MISSING: Text = { en: "this field is missing", zh: "缺少该字段" };

/** A calendar day; 2027-02-30 is none. */
function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** What is wrong with one value; undefined where nothing is. */
function fault(field: string, value: unknown, codes: readonly string[]): Text | undefined {
  if (value === undefined || value === null) return MISSING;
  if (typeof value !== "string")
    return { en: "this is not a text; put it in quotes", zh: "这不是文本；请加上引号" };
  if (value.trim() === "") return { en: "the text is empty", zh: "文本为空" };
  if (field === "code" && !codes.includes(value)) {
    const meant = nearest(value.toUpperCase(), codes);
    return meant === undefined
      ? { en: "there is no such code", zh: "没有该代码" }
      : { en: `there is no such code; did you mean ${meant}?`, zh: `没有该代码；是否想写 ${meant}？` };
  }
  return field === "until" && !isDay(value) ? { en: "this is no date", zh: "这不是日期" } : undefined;
}

function unknownFields(value: Mapping, path: Path, known: readonly string[]): readonly SpecIssue[] {
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearest(name, known);
      const shown = shorten(name, 40);
      const [en, zh] = meant === undefined ? ["", ""] : [`; did you mean ${meant}?`, `；是否想写 ${meant}？`];
      return {
        path: [...path, name],
        key: true,
        found: undefined,
        text: { en: `unknown field "${shown}"${en}`, zh: `未知字段“${shown}”${zh}` },
        expected: { en: `one of the fields ${known.join(", ")}`, zh: `以下字段之一：${known.join("、")}` },
      };
    });
}

function entryIssues(entry: unknown, path: Path, codes: readonly string[]): readonly SpecIssue[] {
  const names = Object.keys(FIELDS);
  if (!isMapping(entry))
    return [
      {
        path,
        found: showValue(entry, path),
        text: { en: "this is not an entry", zh: "这不是一个条目" },
        expected: { en: `a mapping with ${names.join(", ")}`, zh: `包含 ${names.join("、")} 的映射` },
      },
    ];
  const wrong = Object.entries(FIELDS).flatMap(([field, expected]): readonly SpecIssue[] => {
    const text = fault(field, entry[field], codes);
    const at = [...path, field];
    return text === undefined ? [] : [{ path: at, found: showValue(entry[field], at), text, expected }];
  });
  return [...unknownFields(entry, path, names), ...wrong];
}

function issuesOf(value: unknown, codes: readonly string[]): readonly SpecIssue[] {
  const issue = (path: Path, found: unknown, text: Text, expected: Text): SpecIssue => ({
    path,
    found: showValue(found, path),
    text,
    expected,
  });
  if (!isMapping(value))
    return [
      issue(
        [],
        value,
        { en: "this is not a list of suppressions", zh: "这不是抑制列表" },
        {
          en: `a mapping that begins with \`apiVersion: ${API_VERSION}\``,
          zh: `以 \`apiVersion: ${API_VERSION}\` 开头的映射`,
        },
      ),
    ];
  const { apiVersion, kind, suppressions } = value;
  const other: Text = { en: "this is something else", zh: "这是其他类型的文件" };
  const list: Text = {
    en: `a list of entries with ${Object.keys(FIELDS).join(", ")}`,
    zh: `条目列表，每项包含 ${Object.keys(FIELDS).join("、")}`,
  };
  return [
    ...(apiVersion === API_VERSION
      ? []
      : [
          issue(
            ["apiVersion"],
            apiVersion,
            apiVersion === undefined ? MISSING : other,
            verbatim(API_VERSION),
          ),
        ]),
    ...(kind === undefined || kind === KIND ? [] : [issue(["kind"], kind, other, verbatim(KIND))]),
    ...unknownFields(value, [], TOP),
    ...(Array.isArray(suppressions)
      ? suppressions.flatMap((entry, index) => entryIssues(entry, ["suppressions", index], codes))
      : [
          issue(
            ["suppressions"],
            suppressions,
            suppressions === undefined ? MISSING : { en: "this is not a list", zh: "这不是列表" },
            list,
          ),
        ]),
  ];
}

/** Suppressions from YAML or JSON, or every problem with its place; `codes` are all that exist or existed. */
export async function parseSuppressions(
  input: string | Uint8Array,
  file: string,
  codes: readonly string[],
): Promise<Result<readonly Suppression[], readonly SpecProblem[]>> {
  const text = typeof input === "string" ? input : new TextDecoder().decode(input);
  // Comments alone suppress nothing.
  if (text.split("\n").every((line) => /^\s*(#.*)?$/.test(line))) return ok([]);
  const read = await readDocument(input, file);
  if (!read.ok) return read;
  const { value, locate, typed, problems } = read.value;
  const issues = issuesOf(value, codes).map((issue) => asTyped(issue, typed(issue.path)));
  if (problems.length + issues.length > 0) return err([...problems, ...locateIssues(issues, { locate })]);
  const entries = (value as { suppressions: readonly Omit<Suppression, "at">[] }).suppressions;
  return ok(
    entries.map(({ code, subject, reason, until }, index) => {
      const place = locate(["suppressions", index]);
      const at = place.kind === "file" ? `${place.file}:${place.line}:${place.column}` : place.flag;
      return { code, subject, reason, until, at };
    }),
  );
}
