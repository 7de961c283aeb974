import { pathText } from "../core/path-text.ts";
import type { SpecPlace, SpecProblem } from "../core/spec.ts";
import type { Language, Text } from "../core/text.ts";
import { displayWidth } from "../i18n/width.ts";

/** Columns of a source line that are shown; longer ones are cut around the problem. */
const MAX_FRAME_COLUMNS = 100;
/** Columns kept before the problem when a long line is cut. */
const LEAD_COLUMNS = 40;

/** Nothing in a file may steer the terminal or reorder what is shown; tabs become two columns. */
const plain = (text: string): string =>
  text.replaceAll("\t", "  ").replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu, "?");

/** Line and caret, or nothing for a place outside what can be shown. */
function frame({ line, column, length, excerpt }: SpecPlace & { kind: "file" }): string[] {
  const characters = [...excerpt];
  if (excerpt.trim() === "" || column > characters.length + 1) return [];
  let before = plain(characters.slice(0, column - 1).join(""));
  let rest = plain(characters.slice(column - 1).join(""));
  const marked = plain(characters.slice(column - 1, column - 1 + length).join(""));
  if (displayWidth(before + rest) > MAX_FRAME_COLUMNS) {
    if (displayWidth(before) > LEAD_COLUMNS) before = `...${lastColumns(before, LEAD_COLUMNS - 3)}`;
    const room = MAX_FRAME_COLUMNS - displayWidth(before);
    if (displayWidth(rest) > room) rest = `${firstColumns(rest, room - 3)}...`;
  }
  const number = String(line).padStart(5);
  const room = Math.max(1, displayWidth(rest));
  const caret = "^".repeat(Math.min(Math.max(1, displayWidth(marked)), room));
  return [
    `${number} | ${before}${rest}`.trimEnd(),
    `${" ".repeat(number.length)} | ${" ".repeat(displayWidth(before))}${caret}`,
  ];
}

function firstColumns(text: string, columns: number): string {
  let kept = "";
  for (const character of text) {
    if (displayWidth(kept + character) > columns) break;
    kept += character;
  }
  return kept;
}

const lastColumns = (text: string, columns: number): string => {
  let kept = "";
  for (const character of [...text].reverse()) {
    if (displayWidth(character + kept) > columns) break;
    kept = character + kept;
  }
  return kept;
};

const placeText = (at: SpecPlace): string =>
  at.kind === "flag" ? at.flag : `${plain(at.file)}:${at.line}:${at.column}`;

function problemText(problem: SpecProblem, language: Language): string {
  const { at, path, found, text, expected } = problem;
  const where = path.length === 0 ? "" : `${plain(pathText(path))}: `;
  const foundExpected =
    language === "zh"
      ? `${found === undefined ? "" : `实际为 ${found}；`}应为：${expected.zh}`
      : `${found === undefined ? "" : `found ${found}; `}expected ${expected.en}`;
  return [
    `${placeText(at)}: ${where}${text[language]}`,
    ...(at.kind === "file" ? frame(at) : []),
    `        ${foundExpected}`,
  ].join("\n");
}

const SPEC: Text = { en: "the spec", zh: "配置" };

function countText(count: number, document: Text, language: Language): string {
  if (language === "zh") return `${document.zh}共有 ${count} 个问题。`;
  return count === 1 ? `1 problem in ${document.en}.` : `${count} problems in ${document.en}.`;
}

/** Problems of a document as a person reads them: place, field, what is wrong, the line itself, what was expected. */
export function problemsText(
  problems: readonly SpecProblem[],
  language: Language,
  document: Text = SPEC,
): string {
  if (problems.length === 0) return "";
  const told = problems.map((problem) => problemText(problem, language));
  return `${[...told, countText(problems.length, document, language)].join("\n\n")}\n`;
}
