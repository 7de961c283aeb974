import type { Category, Diagnosis, Finding, Severity } from "../core/finding.ts";
import type { Language, Text } from "../core/text.ts";
import type { Trace } from "../core/trace.ts";

const SEVERITY: Readonly<Record<Severity, Text>> = {
  error: { en: "error", zh: "错误" },
  warning: { en: "warning", zh: "警告" },
  info: { en: "info", zh: "提示" },
};
const CATEGORY: Readonly<Record<Category, Text>> = {
  hairpin: { en: "hairpin", zh: "回环（hairpin）" },
  "health-check": { en: "health check", zh: "健康检查" },
  "high-availability": { en: "high availability", zh: "高可用" },
  kubeconfig: { en: "kubeconfig", zh: "kubeconfig" },
  certificate: { en: "certificates", zh: "证书" },
  timeouts: { en: "timeouts", zh: "超时" },
  network: { en: "network", zh: "网络" },
};
const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** The path as a small picture: one line per backend that may be chosen. */
function picture(trace: Trace, language: Language): readonly string[] {
  const { flow, branches } = trace;
  const from = `${flow.client} on ${flow.node}`;
  const head = language === "zh" ? `${flow.node} 上的 ${flow.client}` : from;
  const lines = branches.map(({ backend, via, share, disposition }, index) => {
    const arrow = index === branches.length - 1 ? "`-" : "|-";
    const mark =
      disposition === "delivered" || disposition === "always-local"
        ? "ok "
        : disposition === "unknown"
          ? "?  "
          : "XX ";
    const address =
      via !== undefined && new Set(branches.map((each) => each.via)).size > 1 ? ` via ${via}` : "";
    return `      ${arrow} ${percent(share ?? 0).padStart(4)}  ${mark} ${backend ?? "-"}${address}  ${disposition}`;
  });
  return [`      ${head} -> ${flow.target.host}:${flow.target.port}`, ...lines];
}

function findingLines(finding: Finding, language: Language): readonly string[] {
  const { code, severity, category, title, message, counterfactual, remedies, trace, instances, confidence } =
    finding;
  const label = (en: string, zh: string) => (language === "zh" ? zh : en);
  const many =
    instances !== null && instances.count > 1
      ? [`    ${label("same on", "同样的还有")}: ${instances.sample.join(", ")} (${instances.count})`]
      : [];
  const low = confidence === "high" ? "" : label(`, confidence ${confidence}`, `，置信度 ${confidence}`);
  return [
    `${SEVERITY[severity][language]} ${code} (${CATEGORY[category][language]}${low}): ${title[language]}`,
    `    ${message[language]}`,
    ...many,
    ...(trace === null ? [] : picture(trace, language)),
    `    ${counterfactual[language]}`,
    ...remedies.flatMap((remedy, index) => [
      `    ${label("cure", "修复")} ${index + 1}: ${remedy.title[language]}`,
      ...remedy.commands.map((command) => `        ${command}`),
    ]),
    `    slbctl explain ${code}`,
    "",
  ];
}

const count = (diagnosis: Diagnosis, severity: Severity): number =>
  diagnosis.findings.filter((finding) => finding.severity === severity).length;

/** One line per area, then the findings, the gravest first, then what could not be told and what would be needed. */
export function diagnosisText(diagnosis: Diagnosis, language: Language): string {
  const { findings, inconclusive, passed } = diagnosis;
  const label = (en: string, zh: string) => (language === "zh" ? zh : en);
  const summary = label(
    `${count(diagnosis, "error")} errors, ${count(diagnosis, "warning")} warnings, ${count(diagnosis, "info")} notes; ${passed.length} checks passed, ${inconclusive.length} could not be told`,
    `${count(diagnosis, "error")} 个错误，${count(diagnosis, "warning")} 个警告，${count(diagnosis, "info")} 个提示；${passed.length} 项检查通过，${inconclusive.length} 项无法判断`,
  );
  const sorted = [...findings].sort(
    (a, b) => RANK[a.severity] - RANK[b.severity] || (a.code < b.code ? -1 : 1),
  );
  const open = inconclusive.flatMap(({ code, subject, missing }) => [
    label(`could not tell ${code} for ${subject}:`, `无法判断 ${code}（${subject}）：`),
    ...missing.map(({ fact, reason, howToProvide }) => {
      const how =
        howToProvide === null
          ? ""
          : label(`; provide it with: ${howToProvide}`, `；可通过以下命令提供：${howToProvide}`);
      return `    ${fact}: ${reason[language]}${how}`;
    }),
  ]);
  return `${[summary, "", ...sorted.flatMap((finding) => findingLines(finding, language)), ...open].join("\n").trimEnd()}\n`;
}
