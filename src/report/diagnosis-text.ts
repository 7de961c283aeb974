import type { Diagnosis, Evidence, Finding, Remedy, Severity } from "../core/finding.ts";
import type { Language, Text } from "../core/text.ts";
import { areaSummary, CATEGORY } from "./area-summary.ts";
import { openQuestions } from "./open-questions.ts";
import { pathPicture } from "./path-picture.ts";

const SEVERITY: Readonly<Record<Severity, Text>> = {
  error: { en: "error", zh: "错误" },
  warning: { en: "warning", zh: "警告" },
  info: { en: "info", zh: "提示" },
};
const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
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
    `    slbctl explain ${code}`,
    "",
  ];
}

/** One line per area, then the findings, the gravest first, then what could not be told and what would be needed. */
export function diagnosisText(diagnosis: Diagnosis, language: Language): string {
  const { findings, inconclusive, passed } = diagnosis;
  if (findings.length + inconclusive.length + passed.length === 0) return `${NOTHING[language]}\n`;
  const sorted = [...findings].sort(
    (a, b) => RANK[a.severity] - RANK[b.severity] || (a.code < b.code ? -1 : 1),
  );
  const lines = [
    ...areaSummary(diagnosis, language),
    "",
    ...(findings.length + inconclusive.length === 0 ? [ALL_FINE[language]] : []),
    ...sorted.flatMap((finding) => findingLines(finding, language)),
    ...openQuestions(inconclusive, language),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}
