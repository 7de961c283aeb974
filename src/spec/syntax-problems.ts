import { type ErrorCode, parseDocument } from "yaml";
import type { Text } from "../core/text.ts";
import type { SyntaxFailure } from "./read-yaml.ts";
import type { SourceProblem } from "./source-problem.ts";

/** What is wrong and what is right, by the error codes of the `yaml` package (2.9.1). */
const BY_CODE: Readonly<Record<ErrorCode, readonly [text: Text, expected: Text]>> = {
  TAB_AS_INDENT: [
    { en: "a tab is used as indentation", zh: "缩进使用了制表符（Tab）" },
    { en: "spaces", zh: "空格" },
  ],
  BAD_INDENT: [
    { en: "wrong indentation, or a bracket that is not closed", zh: "缩进错误，或括号未闭合" },
    { en: "fields of one level in the same column, every bracket closed", zh: "同级字段左对齐，括号成对" },
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    { en: "a second `:` makes this a field inside a value", zh: "多出的 `:` 使值内部又出现了字段" },
    {
      en: "one field per line; text that contains `: ` in quotes",
      zh: "每行一个字段；含有 `: ` 的文本请加引号",
    },
  ],
  BLOCK_IN_FLOW: [
    { en: "a line-by-line list or mapping inside brackets", zh: "括号内不能使用逐行（块）写法" },
    { en: "values separated by commas, or no brackets", zh: "用逗号分隔，或不使用括号" },
  ],
  MISSING_CHAR: [
    {
      en: "a character is missing here: a quote, bracket, comma or colon",
      zh: "此处缺少字符：引号、括号、逗号或冒号",
    },
    { en: "closed quotes and brackets, `field: value`", zh: "引号与括号成对，`字段: 值`" },
  ],
  MULTILINE_IMPLICIT_KEY: [
    { en: "this is not followed by `:` on the same line", zh: "此处之后同一行内没有 `:`" },
    { en: "`field: value`", zh: "`字段: 值`" },
  ],
  BAD_SCALAR_START: [
    { en: "an unquoted value cannot begin with this character", zh: "未加引号的值不能以该字符开头" },
    { en: "the value in quotes", zh: "给该值加上引号" },
  ],
  BAD_DQ_ESCAPE: [
    { en: "unknown escape sequence in double quotes", zh: "双引号中有无法识别的转义序列" },
    { en: "`\\\\` for a backslash, or single quotes", zh: "反斜杠写作 `\\\\`，或改用单引号" },
  ],
  DUPLICATE_KEY: [
    { en: "this field stands here a second time", zh: "该字段在此重复出现" },
    { en: "each field once", zh: "每个字段只出现一次" },
  ],
  MULTIPLE_DOCS: [
    { en: "a second document begins here", zh: "此处开始了第二个文档" },
    { en: "one spec per file", zh: "每个文件只含一份 spec" },
  ],
  BAD_ALIAS: [
    { en: "no anchor of this name stands above", zh: "上文没有此名称的锚点" },
    {
      en: "`*name` after a value marked `&name`; text that begins with `*` in quotes",
      zh: "先用 `&name` 标记值，再用 `*name` 引用；以 `*` 开头的文本请加引号",
    },
  ],
  TAG_RESOLVE_FAILED: [
    { en: "unknown tag, or a value that does not fit its tag", zh: "未知的标签（tag），或值与标签不符" },
    { en: "a plain value without `!…`", zh: "不带 `!…` 的普通值" },
  ],
  KEY_OVER_1024_CHARS: [
    { en: "the name of a field is longer than 1,024 characters", zh: "字段名超过 1,024 个字符" },
    { en: "a field of the spec", zh: "spec 的字段" },
  ],
  NON_STRING_KEY: [
    { en: "the name of a field is not a text", zh: "字段名不是文本" },
    { en: "a field of the spec", zh: "spec 的字段" },
  ],
  BAD_DIRECTIVE: [
    { en: "unknown directive", zh: "无法识别的指令" },
    { en: "no line that begins with `%`", zh: "不含以 `%` 开头的行" },
  ],
  ...sameForAll(
    ["UNEXPECTED_TOKEN", "IMPOSSIBLE", "BAD_COLLECTION_TYPE", "RESOURCE_EXHAUSTION"],
    [
      { en: "this does not belong here", zh: "此处内容不合语法" },
      { en: "valid YAML: `field: value`, lists with `- `", zh: "合法的 YAML：`字段: 值`，列表以 `- ` 开头" },
    ],
  ),
  ...sameForAll(
    ["ALIAS_PROPS", "BAD_PROP_ORDER", "MULTIPLE_ANCHORS", "MULTIPLE_TAGS"],
    [
      { en: "an anchor or tag that cannot stand here", zh: "锚点或标签不能出现在此处" },
      { en: "at most one `&name` before a value", zh: "每个值之前至多一个 `&name`" },
    ],
  ),
};

function sameForAll<C extends ErrorCode>(
  codes: readonly C[],
  texts: readonly [Text, Text],
): Record<C, readonly [Text, Text]> {
  return Object.fromEntries(codes.map((code) => [code, texts])) as Record<C, readonly [Text, Text]>;
}

/** Errors that the recovery from an earlier error tends to bring about; told only when nothing else is. */
const FOLLOW_UPS: ReadonlySet<ErrorCode> = new Set([
  "UNEXPECTED_TOKEN",
  "IMPOSSIBLE",
  "MISSING_CHAR",
  "BAD_INDENT",
]);

/** More are hardly read, and rarely the user's own. */
const MAX_PROBLEMS = 20;

/** The recovering parser is slow (2 MB/s, measured 2026-11-23), so larger files get the first error only. */
const MAX_RECOVERY_CHARACTERS = 65_536;

function problem(start: number, end: number, [text, expected]: readonly [Text, Text]): SourceProblem {
  return { range: { start, end }, path: [], found: undefined, text, expected };
}

/**
 * Problems of a text that the fast parser refused. A second parser that recovers from errors finds more of them, each
 * with its code; should it have no objection, the first parser's own words are what is left.
 */
export function syntaxProblems(source: string, failure: SyntaxFailure): readonly SourceProblem[] {
  if (failure.kind === "depth")
    return [
      problem(failure.offset, failure.offset + 1, [
        { en: "the nesting is too deep", zh: "嵌套过深" },
        { en: "at most 32 levels", zh: "不超过 32 层" },
      ]),
    ];
  const lines = new Set<number>();
  const found: SourceProblem[] = [];
  let [line, reached] = [1, 0];
  for (const { code, pos } of recoveredErrors(source)) {
    if (found.length === MAX_PROBLEMS) break;
    line += source.slice(reached, pos[0]).split("\n").length - 1;
    reached = Math.max(reached, pos[0]);
    if (lines.has(line) || (found.length > 0 && FOLLOW_UPS.has(code))) continue;
    lines.add(line);
    found.push(problem(pos[0], pos[1], BY_CODE[code]));
  }
  if (found.length > 0) return found;
  const known = BY_REASON.find(([reason]) => reason.test(failure.reason));
  const word = /[^\s,\]}]+/y;
  word.lastIndex = failure.offset;
  const end = word.test(source) ? word.lastIndex : failure.offset + 1;
  return [problem(failure.offset, end, known === undefined ? unnamed(failure.reason) : BY_CODE[known[1]])];
}

/** What only the fast parser objects to, by its own words (js-yaml 5.5.0). */
const BY_REASON: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^unidentified alias/, "BAD_ALIAS"],
  [/complex keys/, "NON_STRING_KEY"],
  [/tag/, "TAG_RESOLVE_FAILED"],
];

const unnamed = (reason: string): readonly [Text, Text] => [
  { en: `not valid YAML: ${reason}`, zh: `不是合法的 YAML（解析器提示：${reason}）` },
  { en: "valid YAML 1.2 or JSON", zh: "合法的 YAML 1.2 或 JSON" },
];

interface RecoveredError {
  readonly code: ErrorCode;
  readonly pos: readonly [number, number];
}

function recoveredErrors(source: string): readonly RecoveredError[] {
  if (source.length > MAX_RECOVERY_CHARACTERS) return [];
  try {
    const document = parseDocument(source, { prettyErrors: false, logLevel: "silent" });
    return [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  } catch {
    return []; // deep nesting overflows its stack
  }
}
