import type { Evidence, Finding, Remedy } from "../core/finding.ts";
import type { Language, Text } from "../core/text.ts";
import { areaSummary, CATEGORY } from "./area-summary.ts";
import { subjectOf } from "./fingerprint.ts";
import { openQuestions } from "./open-questions.ts";
import { pathPicture } from "./path-picture.ts";
import { activeFindings, type Report } from "./report.ts";
import { SEVERITY } from "./severity-words.ts";
import { suppressionNotes } from "./suppressions.ts";

const CONFIDENCE: Readonly<Record<Finding["confidence"], Text | undefined>> = {
  high: undefined,
  medium: { en: "medium confidence", zh: "置信度中等" },
  low: { en: "low confidence", zh: "置信度低" },
};
const CARE: Readonly<Record<Remedy["applicability"], Text | undefined>> = {
  safe: undefined,
  unsafe: { en: "weigh before running", zh: "执行前请评估" },
  "display-only": { en: "advice", zh: "仅供参考" },
};

const NOTHING: Text = {
  en: "Nothing to judge: no load balancer, master or client was found in what was given.",
  zh: "没有可判断的内容：给定的输入中没有负载均衡器、master 或客户端。",
};
const ALL_FINE: Text = { en: "Nothing is wrong with what was given.", zh: "给定的内容没有发现问题。" };

/** The facts that a finding rests on, by their source. */
function sources(evidence: readonly Evidence[], language: Language): readonly string[] {
  const bySource = new Map<string, string[]>();
  for (const { source, location, value } of evidence) {
    const place = location === null ? source : `${source} ${location}`;
    const fact = value.slice(0, value.indexOf(":"));
    bySource.set(place, [...new Set([...(bySource.get(place) ?? []), fact])]);
  }
  return [...bySource].map(([place, facts]) =>
    language === "zh"
      ? `    依据 ${facts.join("、")}（来自 ${place}）`
      : `    based on ${facts.join(", ")} (from ${place})`,
  );
}

function cures(remedies: readonly Remedy[], language: Language): readonly string[] {
  return remedies.flatMap(({ title, applicability, commands }, index) => {
    const label = language === "zh" ? "修复" : "cure";
    const care = CARE[applicability]?.[language];
    const note = care === undefined ? "" : language === "zh" ? `（${care}）` : ` (${care})`;
    const colon = language === "zh" ? "：" : ": ";
    return [
      `    ${label} ${index + 1}${note}${colon}${title[language]}`,
      ...commands.map((command) => `        ${command}`),
    ];
  });
}

function findingLines(finding: Finding, language: Language): readonly string[] {
  const { code, severity, category, title, message, counterfactual, trace, evidence } = finding;
  const confidence = CONFIDENCE[finding.confidence]?.[language];
  const area = [CATEGORY[category][language], ...(confidence === undefined ? [] : [confidence])];
  const head =
    language === "zh"
      ? `${SEVERITY[severity].zh} ${code}（${area.join("，")}）：${title.zh}`
      : `${SEVERITY[severity].en} ${code} (${area.join(", ")}): ${title.en}`;
  return [
    head,
    `    ${message[language]}`,
    "",
    ...(trace === null
      ? []
      : [...pathPicture(trace, finding.client?.name ?? trace.flow.client, language, "      "), ""]),
    `    ${counterfactual[language]}`,
    ...cures(finding.remedies, language),
    ...sources(evidence, language),
    language === "zh" ? `    对象：${subjectOf(finding)}` : `    subject: ${subjectOf(finding)}`,
    `    slbctl explain ${code}`,
    "",
  ];
}

/** What somebody decided to live with, and what has to be said of such decisions. */
function suppressedLines({ suppressed, language }: Report): readonly string[] {
  const quiet = [...suppressed.by].map(([finding, { reason, until }]) =>
    language === "zh"
      ? `已抑制 ${finding.code}（${subjectOf(finding)}，至 ${until}）：${reason}`
      : `suppressed ${finding.code} (${subjectOf(finding)}, until ${until}): ${reason}`,
  );
  return [...quiet, ...suppressionNotes(suppressed).map((note) => note[language])];
}

/** With -v: every subject that is fine, grouped by code. */
function passedLines({ diagnosis, language, isVerbose }: Report): readonly string[] {
  if (!isVerbose) return [];
  const codes = [...new Set(diagnosis.passed.map(({ code }) => code))].sort();
  return codes.map((code) => {
    const subjects = diagnosis.passed.filter((each) => each.code === code).map(({ subject }) => subject);
    return language === "zh"
      ? `通过 ${code}（${subjects.length}）：${subjects.join("、")}`
      : `fine ${code} (${subjects.length}): ${subjects.join(", ")}`;
  });
}

/** One line per area, then the findings, the gravest first, then what could not be told and what would be needed. */
export function render(report: Report): string {
  const { diagnosis, suppressed, language } = report;
  const { findings, inconclusive, passed } = diagnosis;
  if (findings.length + inconclusive.length + passed.length === 0) return `${NOTHING[language]}\n`;
  const lines = [
    ...areaSummary(diagnosis, suppressed, language),
    "",
    ...(findings.length + inconclusive.length === 0 ? [ALL_FINE[language]] : []),
    ...activeFindings(report).flatMap((finding) => findingLines(finding, language)),
    ...openQuestions(inconclusive, language),
    ...suppressedLines(report),
    ...passedLines(report),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}
