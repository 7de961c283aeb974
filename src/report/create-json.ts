import type { Diagnosis } from "../core/finding.ts";
import type { Plan } from "../core/plan.ts";
import type { BalancerStatus } from "../core/provider.ts";
import type { ApplyReport } from "../plan/apply-plan.ts";
import { applyReportJson } from "./apply-json.ts";
import { diagnosisJson } from "./diagnosis-json.ts";
import { statusJson } from "./status-json.ts";

export interface CreateReport {
  readonly name: string;
  readonly plan: Plan;
  /** Undefined when the plan was only shown. */
  readonly report: ApplyReport | undefined;
  readonly status: BalancerStatus | undefined;
  readonly diagnosis: Diagnosis;
  /** Folder and files of companions that were written. */
  readonly emitted: { readonly folder: string; readonly files: readonly string[] } | undefined;
}

/** Everything that `create` did and found, in English. */
export const createReportJson = ({
  name,
  plan,
  report,
  status,
  diagnosis,
  emitted,
}: CreateReport): object => ({
  ...applyReportJson(plan, report),
  kind: "CreateReport",
  status: status === undefined ? null : statusJson(name, status),
  diagnosis: diagnosisJson(diagnosis),
  emitted: emitted ?? null,
});
