import type { Diagnosis, Finding } from "../core/finding.ts";
import type { Topology } from "../core/topology.ts";
import { clientOf, targetOf } from "./describe-flow.ts";
import { type Found, groupProblems } from "./group-problems.ts";
import { type DiagnoseOptions, type Judged, judge, nameOf, problemsOf } from "./judge.ts";
import { clientInWords, SAMPLE } from "./name-nodes.ts";
import { offeredRemedies } from "./offered-remedies.ts";
import { walkEvidence } from "./walk-evidence.ts";

export type { DiagnoseOptions } from "./judge.ts";

const isDefined = <T>(value: T | undefined): value is T => value !== undefined;

/** One finding for a group of problems that are alike, told with all their nodes. */
function finding(
  topology: Topology,
  options: DiagnoseOptions,
  group: readonly [Found, ...Found[]],
  before: ReadonlySet<string>,
): Finding {
  const [{ judged, problem }] = group;
  const { rule, subject, trace, flow } = judged;
  const { code, slug, category, confidence, title, cites } = rule;
  const model = trace?.model === undefined ? undefined : options.models.get(trace.model);
  const nodes = group.map((each) => each.judged.flow?.node).filter(isDefined);
  const client = flow === undefined ? null : clientOf(topology, flow);
  const who = clientInWords(client?.name ?? "", nodes);
  const traces = group.map((each) => each.judged.trace).filter(isDefined);
  const offers = problem.remedies?.({ topology, traces, model }) ?? [];
  const cured = group.map((each) => nameOf(each.judged));
  return {
    code,
    slug,
    category,
    severity: problem.severity ?? rule.severity,
    // A finding is no surer than the model that it was walked with.
    confidence: model === undefined || confidence === "low" ? confidence : model.confidence,
    title,
    message: typeof problem.message === "function" ? problem.message(who) : problem.message,
    counterfactual: problem.counterfactual,
    client,
    instances: flow === undefined ? null : { count: nodes.length, sample: nodes.slice(0, SAMPLE) },
    subject,
    target: flow === undefined ? null : targetOf(topology, flow, trace),
    failure: problem.failure ?? { mode: "none", share: null },
    disposition: problem.disposition ?? null,
    evidence: [
      ...judged.evidence,
      ...(trace === undefined ? [] : walkEvidence(topology, trace)),
      ...(problem.evidence ?? []),
    ],
    trace: trace ?? null,
    remedies: offeredRemedies(offers, topology, options, before, cured),
    cites: [...cites, ...(model?.cites ?? [])],
  };
}

const foundBy = (judged: Judged): readonly Found[] =>
  judged.verdict.kind === "problem" ? [{ judged, problem: judged.verdict.problem }] : [];

/** Judges everything with every rule. Pure and deterministic; "could not tell" never counts as fine. */
export function diagnose(topology: Topology, options: DiagnoseOptions): Diagnosis {
  const all = judge(topology, options);
  const before = problemsOf(all);
  const groups = groupProblems(topology, all.flatMap(foundBy));
  const applied = new Set(
    all.flatMap(({ rule, verdict }) => (verdict.kind === "not-applicable" ? [] : [rule.code])),
  );
  return {
    findings: groups.map((group) => finding(topology, options, group, before)),
    inconclusive: all.flatMap(({ rule: { code }, subject, verdict }) =>
      verdict.kind === "unknown" ? [{ code, subject, missing: verdict.missing }] : [],
    ),
    passed: all.flatMap(({ rule: { code }, subject, verdict }) =>
      verdict.kind === "fine" ? [{ code, subject }] : [],
    ),
    notApplicable: options.rules
      .map(({ code }) => code)
      .filter((code) => !applied.has(code))
      .sort(),
  };
}
