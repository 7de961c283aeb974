import type { Category, Diagnosis, RuleCode } from "../core/finding.ts";
import type { Language, Text } from "../core/text.ts";
import { table } from "../i18n/table.ts";
import type { Suppressed } from "./suppressions.ts";

export const CATEGORY: Readonly<Record<Category, Text>> = {
  hairpin: { en: "hairpin", zh: "回环" },
  "health-check": { en: "health check", zh: "健康检查" },
  "high-availability": { en: "high availability", zh: "高可用" },
  kubeconfig: { en: "kubeconfig", zh: "kubeconfig" },
  certificate: { en: "certificates", zh: "证书" },
  timeouts: { en: "timeouts", zh: "超时" },
  network: { en: "network", zh: "网络" },
};

/** Codes are numbered by area, permanently: SLB1xx is hairpin, SLB2xx health checks, and so on. */
const AREAS: readonly Category[] = [
  "hairpin",
  "health-check",
  "high-availability",
  "kubeconfig",
  "certificate",
  "timeouts",
  "network",
];
const areaOf = (code: RuleCode): Category | undefined => AREAS[Number(code[3]) - 1];

const counted = (count: number, en: string, zh: string, language: Language): string[] =>
  count === 0
    ? []
    : [
        language === "zh"
          ? `${count} ${zh}`
          : `${count} ${count === 1 || en.endsWith(" ") ? en.trim() : `${en}s`}`,
      ];

/** One line for each area in which something was checked: what was found, what could not be told, what is fine. */
export function areaSummary(
  diagnosis: Diagnosis,
  suppressed: Suppressed,
  language: Language,
): readonly string[] {
  const rows = AREAS.flatMap((area) => {
    const inArea = <T extends { readonly code: RuleCode }>(all: readonly T[]) =>
      all.filter(({ code }) => areaOf(code) === area);
    const all = inArea(diagnosis.findings);
    const findings = all.filter((finding) => !suppressed.by.has(finding));
    const severe = (severity: string) => findings.filter((each) => each.severity === severity).length;
    const open = inArea(diagnosis.inconclusive).length;
    const passed = inArea(diagnosis.passed).length;
    const words = [
      ...counted(severe("error"), "error", "个错误", language),
      ...counted(severe("warning"), "warning", "个警告", language),
      ...counted(severe("info"), "note", "个提示", language),
      ...counted(open, "could not be told ", "项无法判断", language),
      ...counted(all.length - findings.length, "suppressed ", "项已抑制", language),
      ...counted(passed, "fine ", "项通过", language),
    ];
    if (words.length === 0) return [];
    const mark = severe("error") > 0 ? "XX" : findings.length > 0 ? "!" : open > 0 ? "?" : "ok";
    return [[mark, CATEGORY[area][language], words.join(language === "zh" ? "，" : ", ")]];
  });
  return table(rows);
}
