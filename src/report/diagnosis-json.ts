import { digest } from "../core/digest.ts";
import type { Diagnosis, Finding } from "../core/finding.ts";

/** Equal for the same finding in any run and order: code, subject, client and target, never evidence or words. */
const fingerprint = ({ code, subject, client, target }: Finding): string =>
  digest({ code, subject: client === null ? subject : client.name, target }).slice(0, 16);

function findingJson(finding: Finding): object {
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
    suppressed: false,
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
    remedies: remedies.map((remedy) => ({ ...remedy, title: remedy.title.en })),
  };
}

/** The diagnosis as JSON, schemaVersion 1: codes and English prose, whatever the language of the user. */
export function diagnosisJson(diagnosis: Diagnosis): object {
  const { findings, inconclusive, passed, notApplicable } = diagnosis;
  return {
    schemaVersion: 1,
    summary: {
      findings: findings.length,
      inconclusive: inconclusive.length,
      checked: findings.length + inconclusive.length + passed.length,
    },
    findings: findings.map(findingJson),
    inconclusive: inconclusive.map(({ missing, ...rest }) => ({
      ...rest,
      missing: missing.map(({ reason, ...fact }) => ({ ...fact, reason: reason.en })),
    })),
    passed,
    notApplicable,
  };
}
