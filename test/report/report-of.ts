import type { Diagnosis } from "../../src/core/finding.ts";
import { rules } from "../../src/doctor/rules/index.gen.ts";
import type { Report } from "../../src/report/report.ts";
import { NOT_SUPPRESSED } from "../../src/report/suppressions.ts";

/** What the renderers are given for a diagnosis, as the program would. */
export const reportOf = (diagnosis: Diagnosis, more: Partial<Report> = {}): Report => ({
  diagnosis,
  suppressed: NOT_SUPPRESSED,
  rules,
  pages: new Map(),
  written: new Map(),
  version: "0.0.0",
  language: "en",
  isVerbose: false,
  ...more,
});
