import type { Finding, Remedy } from "../core/finding.ts";
import type { Language, Text } from "../core/text.ts";
import { areaSummary, CATEGORY } from "./area-summary.ts";
import { evidencePlaces } from "./evidence-places.ts";
import { fingerprint, subjectOf } from "./fingerprint.ts";
import { HTML_STYLE } from "./html-style.ts";
import { openQuestions } from "./open-questions.ts";
import { pathDrawing } from "./path-drawing.ts";
import { activeFindings, helpUri, type Report } from "./report.ts";
import { SEVERITY } from "./severity-words.ts";
import { suppressionNotes } from "./suppressions.ts";
import { xmlText } from "./xml-text.ts";

const WORDS = {
  title: { en: "slbctl doctor: report", zh: "slbctl doctor 诊断报告" },
  fine: { en: "Nothing is wrong with what was given.", zh: "给定的内容没有发现问题。" },
  nothing: { en: "Nothing to judge in what was given.", zh: "给定的输入中没有可判断的内容。" },
  areas: { en: "Areas", zh: "各方面" },
  findings: { en: "Findings", zh: "问题" },
  evidence: { en: "Evidence", zh: "依据" },
  cures: { en: "Cures", zh: "修复方法" },
  open: { en: "Could not be told", zh: "无法判断" },
  suppressed: { en: "Suppressed", zh: "已抑制" },
  subject: { en: "Subject:", zh: "对象：" },
  source: { en: "source", zh: "出处" },
} satisfies Record<string, Text>;

const CARE: Readonly<Record<Remedy["applicability"], Text>> = {
  safe: { en: "safe", zh: "安全" },
  unsafe: { en: "weigh before running", zh: "执行前请评估" },
  "display-only": { en: "advice", zh: "仅供参考" },
};

const pre = (lines: readonly string[]): string => `<pre tabindex="0">${lines.map(xmlText).join("\n")}</pre>`;

function cures(remedies: readonly Remedy[], language: Language): string {
  if (remedies.length === 0) return "";
  const items = remedies.map(
    ({ title, applicability, commands }) =>
      `<li>${xmlText(title[language])} <em>(${CARE[applicability][language]})</em>${commands.length === 0 ? "" : pre(commands)}</li>`,
  );
  return `<h4>${WORDS.cures[language]}</h4><ol>${items.join("")}</ol>`;
}

function evidence(finding: Finding, language: Language): string {
  const places = evidencePlaces(finding).map(({ file, line }) => `${file}${line ? `:${line}` : ""}`);
  const facts = finding.evidence.map(({ source, value }) => `${value}  <- ${source}`);
  if (facts.length === 0) return "";
  return `<details><summary>${WORDS.evidence[language]}</summary>${pre([...places, ...facts])}</details>`;
}

function article(finding: Finding, language: Language): string {
  const { code, severity, category, title, message, counterfactual, trace, cites } = finding;
  const id = `f-${fingerprint(finding)}`;
  const uri = helpUri(cites);
  const client = finding.client?.name ?? trace?.flow.client ?? "";
  const link = uri === undefined ? "" : ` · <a href="${xmlText(uri)}">${WORDS.source[language]}</a>`;
  return [
    `<article id="${id}" class="${severity}">`,
    `<h3>${SEVERITY[severity][language]} ${code}: ${xmlText(title[language])}</h3>`,
    `<p class="area">${CATEGORY[category][language]}</p><p>${xmlText(message[language])}</p>`,
    trace === null ? "" : `<figure>${pathDrawing(trace, client, id, language)}</figure>`,
    `<p>${xmlText(counterfactual[language])}</p>`,
    cures(finding.remedies, language),
    evidence(finding, language),
    `<p>${WORDS.subject[language]} <code>${xmlText(subjectOf(finding))}</code></p>`,
    `<p><code>slbctl explain ${code}</code>${link}</p></article>`,
  ].join("\n");
}

function body(report: Report): readonly string[] {
  const { diagnosis, suppressed, language } = report;
  const { inconclusive, passed, findings } = diagnosis;
  if (findings.length + inconclusive.length + passed.length === 0)
    return [`<p>${WORDS.nothing[language]}</p>`];
  const active = activeFindings(report);
  const quiet = [...suppressed.by].map(
    ([finding, { reason, until }]) =>
      `<li>${finding.code} ${xmlText(subjectOf(finding))} (${until}): ${xmlText(reason)}</li>`,
  );
  const heading = (words: Text) => `<h2>${words[language]}</h2>`;
  return [
    heading(WORDS.areas),
    pre(areaSummary(diagnosis, suppressed, language)),
    active.length + inconclusive.length === 0 ? `<p>${WORDS.fine[language]}</p>` : "",
    ...(active.length === 0 ? [] : [heading(WORDS.findings)]),
    ...active.map((finding) => article(finding, language)),
    ...(inconclusive.length === 0 ? [] : [heading(WORDS.open), pre(openQuestions(inconclusive, language))]),
    ...(quiet.length === 0 ? [] : [heading(WORDS.suppressed), `<ul>${quiet.join("")}</ul>`]),
    ...suppressionNotes(suppressed).map((note) => `<p>${xmlText(note[language])}</p>`),
  ];
}

/** One file without scripts and without anything from elsewhere. */
export function render(report: Report): string {
  const { language } = report;
  return [
    "<!doctype html>",
    `<html lang="${language === "zh" ? "zh-CN" : "en"}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta name="color-scheme" content="light dark"><title>${WORDS.title[language]}</title>`,
    // A browser that is not told of an icon asks the server for one.
    `<link rel="icon" href="data:,"><style>${HTML_STYLE}</style></head>`,
    `<body><main><h1>${WORDS.title[language]}</h1>`,
    ...body(report),
    "</main></body></html>",
    "",
  ].join("\n");
}
