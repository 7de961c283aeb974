import type { Diagnosis, Finding, MissingFact } from "../core/finding.ts";
import type { Flow } from "../core/flow.ts";
import type { ForwardingModel } from "../core/forwarding.ts";
import type { FlowRule, Problem, Rule, SubjectRule, Verdict } from "../core/rule.ts";
import { idsOf, knownValue, type Topology } from "../core/topology.ts";
import type { Trace } from "../core/trace.ts";
import { clientOf, targetOf } from "./describe-flow.ts";
import { grouped } from "./group-findings.ts";
import { offered } from "./offered-remedies.ts";
import { readNeeds, type Subjects } from "./read-needs.ts";
import { walk } from "./walk/walk.ts";

export interface DiagnoseOptions {
  readonly models: ReadonlyMap<string, ForwardingModel>;
  readonly rules: readonly Rule[];
  /** Who dials whom; asked again for a topology that a remedy has changed. */
  readonly flows: (topology: Topology) => readonly Flow[];
}

interface Judged {
  readonly rule: Rule;
  /** Stable name of what was judged; part of the fingerprint. */
  readonly subject: string;
  readonly verdict: Verdict;
  readonly evidence: Finding["evidence"];
  readonly trace: Trace | undefined;
  readonly flow: Flow | undefined;
}

const CLUSTER = "cluster";

/** Every subject that rules of this scope look at, with what belongs to it. */
function subjectsOf(
  topology: Topology,
  scope: SubjectRule["scope"],
): readonly (readonly [string, Subjects])[] {
  if (scope === "cluster") return [[CLUSTER, { cluster: CLUSTER }]];
  return idsOf(topology, scope).map((id) => {
    const balancer = scope === "balancer" ? id : (knownValue(topology, "listener", id, "balancer") ?? "");
    return [
      `${scope}/${id}`,
      { cluster: CLUSTER, balancer, ...(scope === "listener" ? { listener: id } : {}) },
    ];
  });
}

function judgeSubjects(topology: Topology, rule: SubjectRule): readonly Judged[] {
  return subjectsOf(topology, rule.scope).map(([subject, subjects]): Judged => {
    const reading = readNeeds(topology, rule.needs, subjects);
    const base = { rule: rule as Rule, subject, trace: undefined, flow: undefined };
    if (!reading.known)
      return { ...base, verdict: { kind: "unknown", missing: reading.missing }, evidence: [] };
    return { ...base, verdict: rule.check(reading.facts as never), evidence: reading.evidence };
  });
}

function judgeFlow(
  topology: Topology,
  rule: FlowRule,
  flow: Flow,
  trace: Trace,
  models: DiagnoseOptions["models"],
): Judged {
  const subject = `${flow.client}@${flow.node} -> ${flow.target.host}:${flow.target.port}`;
  const subjects: Subjects = {
    cluster: CLUSTER,
    node: flow.node,
    client: flow.client,
    ...(trace.balancer === undefined ? {} : { balancer: trace.balancer }),
    ...(trace.listener === undefined ? {} : { listener: trace.listener }),
  };
  const base = { rule: rule as Rule, subject, trace, flow };
  const reading = readNeeds(topology, rule.needs, subjects);
  if (!reading.known)
    return { ...base, verdict: { kind: "unknown", missing: reading.missing }, evidence: [] };
  const model = trace.model === undefined ? undefined : models.get(trace.model);
  const verdict = rule.check(reading.facts as never, { trace, model, topology });
  return { ...base, verdict, evidence: reading.evidence };
}

/** All judgements in a fixed order: rules by code, subjects and flows as they are sorted. */
function judge(topology: Topology, { models, rules, flows }: DiagnoseOptions): readonly Judged[] {
  const walked = flows(topology).map((flow) => ({ flow, trace: walk(topology, models, flow) }));
  return [...rules]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .flatMap((rule) =>
      rule.scope === "flow"
        ? walked.map(({ flow, trace }) => judgeFlow(topology, rule, flow, trace, models))
        : judgeSubjects(topology, rule),
    );
}

/** Codes with subjects that a topology's judgement finds; what a remedy is measured by. */
function problemsOf(topology: Topology, options: DiagnoseOptions): ReadonlySet<string> {
  return new Set(
    judge(topology, options).flatMap(({ rule, subject, verdict }) =>
      verdict.kind === "problem" ? [`${rule.code} ${subject}`] : [],
    ),
  );
}

function finding(topology: Topology, options: DiagnoseOptions, judged: Judged, problem: Problem): Finding {
  const { rule, subject, trace, flow, evidence } = judged;
  const { code, slug, category, confidence, title, cites } = rule;
  const model = trace?.model === undefined ? undefined : options.models.get(trace.model);
  return {
    code,
    slug,
    category,
    severity: problem.severity ?? rule.severity,
    // A finding is no surer than the model that it was walked with.
    confidence: model === undefined || confidence === "low" ? confidence : model.confidence,
    title,
    message: problem.message,
    counterfactual: problem.counterfactual,
    client: flow === undefined ? null : clientOf(topology, flow),
    instances: flow === undefined ? null : { count: 1, sample: [flow.node] },
    subject,
    target: flow === undefined ? null : targetOf(topology, flow, trace),
    failure: problem.failure ?? { mode: "none", share: null },
    disposition: problem.disposition ?? null,
    evidence: [...evidence, ...(problem.evidence ?? [])],
    trace: trace ?? null,
    remedies: offered(problem.remedies ?? [], topology, `${code} ${subject}`, (patched) =>
      problemsOf(patched, options),
    ),
    cites: [...cites, ...(model?.cites ?? [])],
  };
}

/** Judges everything with every rule. Pure and deterministic; "could not tell" never counts as fine. */
export function diagnose(topology: Topology, options: DiagnoseOptions): Diagnosis {
  const judged = judge(topology, options);
  const inconclusive: { code: Finding["code"]; subject: string; missing: readonly MissingFact[] }[] = [];
  const findings: Finding[] = [];
  const passed: { code: Finding["code"]; subject: string }[] = [];
  for (const each of judged) {
    const { rule, subject, verdict } = each;
    if (verdict.kind === "problem") findings.push(finding(topology, options, each, verdict.problem));
    else if (verdict.kind === "unknown")
      inconclusive.push({ code: rule.code, subject, missing: verdict.missing });
    else if (verdict.kind === "fine") passed.push({ code: rule.code, subject });
  }
  const applied = new Set(
    judged.flatMap(({ rule, verdict }) => (verdict.kind === "not-applicable" ? [] : [rule.code])),
  );
  const notApplicable = options.rules.map(({ code }) => code).filter((code) => !applied.has(code));
  return { findings: grouped(findings), inconclusive, passed, notApplicable: notApplicable.sort() };
}
