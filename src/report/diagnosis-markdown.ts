import type { Finding } from "../core/finding.ts";
import type { Language, Text } from "../core/text.ts";
import { areaSummary } from "./area-summary.ts";
import { fingerprint, subjectOf } from "./fingerprint.ts";
import { openQuestions } from "./open-questions.ts";
import { pathPicture } from "./path-picture.ts";
import { activeFindings, helpUri, type Report } from "./report.ts";
import { SEVERITY } from "./severity-words.ts";
import { suppressionNotes } from "./suppressions.ts";

const WORDS = {
  fine: { en: "Nothing is wrong with what was given.", zh: "给定的内容没有发现问题。" },
  nothing: { en: "Nothing to judge in what was given.", zh: "给定的输入中没有可判断的内容。" },
  cures: { en: "Cures", zh: "修复方法" },
  open: { en: "Could not be told", zh: "无法判断" },
  suppressed: { en: "Suppressed", zh: "已抑制" },
  subject: { en: "Subject:", zh: "对象：" },
} satisfies Record<string, Text>;

/** Names from files must not become markup: HTML, mentions, links and emphasis are taken literally. */
const literal = (text: string): string =>
  text.replace(/[\\`*_{}[\]<>|#~]/g, (character) => `\\${character}`).replaceAll("@", "&#64;");

const inline = (text: string): string => `\`${text.replaceAll(/[`\r\n]/g, "'")}\``;

/** A fence longer than any run of backticks inside. */
function block(lines: readonly string[]): string {
  const text = lines.join("\n");
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

const details = (summary: string, content: string): string =>
  `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;

function cures({ remedies }: Finding, language: Language): readonly string[] {
  if (remedies.length === 0) return [];
  const listed = remedies.map(
    ({ title, applicability, commands }) =>
      `${literal(title[language])} (${applicability})${commands.length === 0 ? "" : `\n\n${block(commands)}`}`,
  );
  return [details(`${WORDS.cures[language]} (${remedies.length})`, listed.join("\n\n"))];
}

function section(finding: Finding, language: Language): readonly string[] {
  const { code, severity, title, message, counterfactual, trace, cites } = finding;
  const uri = helpUri(cites);
  const name = uri === undefined ? code : `[${code}](${uri})`;
  const client = finding.client?.name ?? trace?.flow.client ?? "";
  return [
    `### ${SEVERITY[severity][language]} ${name}: ${literal(title[language])}`,
    literal(message[language]),
    ...(trace === null ? [] : [block(pathPicture(trace, client, language, ""))]),
    literal(counterfactual[language]),
    ...cures(finding, language),
    `${WORDS.subject[language]} ${inline(subjectOf(finding))}`,
    `\`slbctl explain ${code}\``,
    `<!-- fingerprint ${fingerprint(finding)} -->`,
  ];
}

/** Markdown for a comment on a pull request. */
export function render(report: Report): string {
  const { diagnosis, suppressed, language } = report;
  const { inconclusive, passed, findings } = diagnosis;
  if (findings.length + inconclusive.length + passed.length === 0) return `${WORDS.nothing[language]}\n`;
  const active = activeFindings(report);
  const quiet = [...suppressed.by].map(
    ([finding, { reason, until }]) =>
      `- ${finding.code} ${inline(subjectOf(finding))} (${until}): ${literal(reason)}`,
  );
  const parts = [
    "## slbctl doctor",
    block(areaSummary(diagnosis, suppressed, language)),
    ...(active.length + inconclusive.length === 0 ? [WORDS.fine[language]] : []),
    ...active.flatMap((finding) => section(finding, language)),
    ...(inconclusive.length === 0
      ? []
      : [details(WORDS.open[language], block(openQuestions(inconclusive, language)))]),
    ...(quiet.length === 0 ? [] : [`### ${WORDS.suppressed[language]}`, quiet.join("\n")]),
    ...suppressionNotes(suppressed).map((note) => `> ${literal(note[language])}`),
  ];
  return `${parts.join("\n\n")}\n`;
}
