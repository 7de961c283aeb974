import type { Step } from "../core/plan.ts";
import type { Language } from "../core/text.ts";
import type { ApplyReport } from "../plan/apply-plan.ts";

const names = (steps: readonly Step[]): string => steps.map(({ action, id }) => `${action} ${id}`).join(", ");

/** What a stopped application left behind, and that running it again converges. */
export function applyReportText(report: ApplyReport, language: Language): string {
  const { done, failed, notStarted } = report;
  const underWay = report.interrupted ? failed?.step : undefined;
  const hint = failed?.error.hint;
  const lines =
    language === "zh"
      ? [
          report.interrupted ? "已应要求停止。" : "执行未完成。",
          `  已完成：${names(done) || "无"}`,
          ...(underWay === undefined ? [] : [`  进行中：${names([underWay])}（可能只完成了一部分）`]),
          ...(failed && !underWay ? [`  失败：${names([failed.step])}：${failed.error.text.zh}`] : []),
          ...(hint ? [`  提示：${hint.zh}`] : []),
          `  未开始：${names(notStarted) || "无"}`,
          "再次运行同一命令即可继续；不会重复创建任何资源。",
        ]
      : [
          report.interrupted ? "Stopped as asked." : "The plan was not completed.",
          `  done:        ${names(done) || "nothing"}`,
          ...(underWay === undefined ? [] : [`  under way:   ${names([underWay])} (perhaps done in part)`]),
          ...(failed && !underWay ? [`  failed:      ${names([failed.step])}: ${failed.error.text.en}`] : []),
          ...(hint ? [`  hint:        ${hint.en}`] : []),
          `  not started: ${names(notStarted) || "nothing"}`,
          "Run the same command again to go on; nothing is made twice.",
        ];
  return `${lines.join("\n")}\n`;
}
