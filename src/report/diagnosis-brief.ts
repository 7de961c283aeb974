import type { Diagnosis } from "../core/finding.ts";
import type { Language } from "../core/text.ts";
import { SEVERITY } from "./severity-words.ts";

/** A line per finding and where to read on; for commands whose subject is something else. Empty without findings. */
export function diagnosisBrief(diagnosis: Diagnosis, language: Language): string {
  const { findings, inconclusive } = diagnosis;
  if (findings.length === 0 && inconclusive.length === 0) return "";
  const lines = findings.map(
    (finding) =>
      `${SEVERITY[finding.severity][language]} ${finding.code}${language === "zh" ? "：" : ": "}${finding.message[language]}`,
  );
  const open =
    inconclusive.length === 0
      ? []
      : [
          language === "zh"
            ? `${inconclusive.length} 项无法判断；slbctl doctor 会说明缺少什么`
            : `${inconclusive.length} could not be told; slbctl doctor says what is missing`,
        ];
  const more =
    language === "zh"
      ? "路径与修复方法：slbctl doctor --from 配置文件；背景：slbctl explain 代码"
      : "The path and the cure: slbctl doctor --from SPEC; the background: slbctl explain CODE";
  return `${[...lines, ...open, more].join("\n")}\n`;
}
