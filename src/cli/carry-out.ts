import { EXIT } from "../core/error.ts";
import type { Plan, Step } from "../core/plan.ts";
import type { Text } from "../core/text.ts";
import { type ApplyReport, applyPlan } from "../plan/apply-plan.ts";
import { applyReportText } from "../report/apply-text.ts";
import type { Context } from "./context.ts";
import { human } from "./human.ts";
import { progress } from "./progress.ts";
import type { Session } from "./session.ts";

const DOING: Readonly<Record<Step["action"], Text>> = {
  create: { en: "creating", zh: "正在创建" },
  update: { en: "changing", zh: "正在修改" },
  delete: { en: "deleting", zh: "正在删除" },
};
const DONE: Readonly<Record<Step["action"], Text>> = {
  create: { en: "created", zh: "已创建" },
  update: { en: "changed", zh: "已修改" },
  delete: { en: "deleted", zh: "已删除" },
};

/** Applies a plan with progress; a stop half-way is told with what was done, what was not, and that a rerun is safe. */
export async function carryOut(context: Context, session: Session, plan: Plan): Promise<ApplyReport> {
  const line = progress(context);
  const label = (words: Text, step: Step): Text => ({
    en: `${words.en} ${step.id}`,
    zh: `${words.zh} ${step.id}`,
  });
  const report = await applyPlan(plan, {
    execute: (step) => session.driver.execute(session.connection, step),
    onStart: (step) => line.show(label(DOING[step.action], step)),
    onDone: (step) => line.keep(label(DONE[step.action], step)),
    signal: context.signal,
  });
  line.clear();
  if (report.failed !== undefined || report.interrupted)
    await human(context, applyReportText(report, context.language));
  return report;
}

/** Exit status of an application: 0 done, 130 interrupted, 2 for input, else 5 (run it again). */
export function applyStatus(report: ApplyReport): number {
  if (report.interrupted) return EXIT.interrupted;
  if (report.failed === undefined) return EXIT.fine;
  return EXIT.incomplete;
}
