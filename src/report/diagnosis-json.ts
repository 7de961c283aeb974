import type { Diagnosis, Finding } from "../core/finding.ts";
import type { Suppression } from "../core/suppression.ts";
import { fingerprint, subjectOf } from "./fingerprint.ts";
import { type Report, remedyKey } from "./report.ts";
import { NOT_SUPPRESSED, type Suppressed } from "./suppressions.ts";

type Written = Report["written"];

function findingJson(finding: Finding, suppression: Suppression | undefined, written: Written): object {
  const {
    title,
    message,
    counterfactual,
    remedies,
    trace,
    cites: _cites,
    subject: _subject,
    ...rest
  } = finding;
  return {
    ...rest,
    fingerprint: fingerprint(finding),
    subject: subjectOf(finding),
    suppressed: suppression !== undefined,
    suppression:
      suppression === undefined
        ? null
        : { reason: suppression.reason, until: suppression.until, at: suppression.at },
    title: title.en,
    message: message.en,
    counterfactual: counterfactual.en,
    trace:
      trace === null
        ? null
        : {
            ...trace,
            branches: trace.branches.map((branch) => ({
              ...branch,
              steps: branch.steps.map((step) => ({ ...step, what: step.what.en })),
            })),
          },
    remedies: remedies.map((remedy) => ({
      ...remedy,
      title: remedy.title.en,
      written: written.get(remedyKey(finding, remedy)) ?? [],
    })),
  };
}

/** The diagnosis as JSON, schemaVersion 1: codes and English prose, whatever the language of the user. */
export function diagnosisJson(
  diagnosis: Diagnosis,
  suppressed: Suppressed = NOT_SUPPRESSED,
  written: Written = new Map(),
): object {
  const { findings, inconclusive, passed, notApplicable } = diagnosis;
  return {
    schemaVersion: 1,
    summary: {
      findings: findings.length - suppressed.by.size,
      suppressed: suppressed.by.size,
      inconclusive: inconclusive.length,
      checked: findings.length + inconclusive.length + passed.length,
    },
    findings: findings.map((finding) => findingJson(finding, suppressed.by.get(finding), written)),
    inconclusive: inconclusive.map(({ missing, ...rest }) => ({
      ...rest,
      missing: missing.map(({ reason, ...fact }) => ({ ...fact, reason: reason.en })),
    })),
    passed,
    notApplicable,
    suppressions: {
      expired: suppressed.expired.map((each) => ({ ...each })),
      unused: suppressed.unused.map((each) => ({ ...each })),
    },
  };
}

export const render = ({ diagnosis, suppressed, written }: Report): string =>
  `${JSON.stringify(diagnosisJson(diagnosis, suppressed, written), null, 2)}\n`;
