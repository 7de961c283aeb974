import type { Plan, Step } from "../core/plan.ts";
import type { ApplyReport } from "../plan/apply-plan.ts";

const names = (steps: readonly Step[]) => steps.map(({ action, id, kind }) => ({ action, id, kind }));

/** JSON of an application; `applied` is null when the plan was only shown. Texts in English. */
export function applyReportJson(plan: Plan, report: ApplyReport | undefined): object {
  return {
    schemaVersion: 1,
    kind: "ApplyReport",
    plan,
    applied:
      report === undefined
        ? null
        : {
            done: names(report.done),
            failed:
              report.failed === undefined
                ? null
                : {
                    ...names([report.failed.step])[0],
                    code: report.failed.error.code,
                    message: report.failed.error.text.en,
                  },
            notStarted: names(report.notStarted),
            interrupted: report.interrupted,
            outputs: Object.fromEntries(report.outputs),
          },
  };
}
