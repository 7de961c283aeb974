import type { Finding } from "../core/finding.ts";
import type { Flow } from "../core/flow.ts";
import type { ForwardingModel } from "../core/forwarding.ts";
import { type FlowRule, notApplicable, type Rule, type SubjectRule, type Verdict } from "../core/rule.ts";
import { idsOf, knownValue, type Topology } from "../core/topology.ts";
import type { Trace } from "../core/trace.ts";
import { evidenceAmong, readAmong } from "./read-among.ts";
import { readNeeds, type Subjects } from "./read-needs.ts";
import { walk } from "./walk/walk.ts";

export interface DiagnoseOptions {
  readonly models: ReadonlyMap<string, ForwardingModel>;
  readonly rules: readonly Rule[];
  /** Who dials whom; asked again for a topology that a remedy has changed. */
  readonly flows: (topology: Topology) => readonly Flow[];
}

/** What one rule said of one subject. */
export interface Judged {
  readonly rule: Rule;
  /** Stable name of what was judged; part of the fingerprint. */
  readonly subject: string;
  readonly verdict: Verdict;
  readonly evidence: Finding["evidence"];
  readonly trace: Trace | undefined;
  readonly flow: Flow | undefined;
}

const CLUSTER = "cluster";

/** What a problem rests on besides what every judgement of its rule reads. */
const more = (
  topology: Topology,
  { among }: SubjectRule | FlowRule,
  verdict: Verdict,
): Finding["evidence"] => (verdict.kind === "problem" ? evidenceAmong(topology, among, verdict.problem) : []);

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
    const verdict = rule.check(reading.facts as never, readAmong(topology, rule.among) as never);
    return { ...base, verdict, evidence: [...reading.evidence, ...more(topology, rule, verdict)] };
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
  const model = trace.model === undefined ? undefined : models.get(trace.model);
  if (rule.applies?.({ trace, model }) === false) return { ...base, verdict: notApplicable, evidence: [] };
  const reading = readNeeds(topology, rule.needs, subjects);
  if (!reading.known)
    return { ...base, verdict: { kind: "unknown", missing: reading.missing }, evidence: [] };
  const verdict = rule.check(
    reading.facts as never,
    { trace, model },
    readAmong(topology, rule.among) as never,
  );
  return { ...base, verdict, evidence: [...reading.evidence, ...more(topology, rule, verdict)] };
}

/** All judgements in a fixed order: rules by code, subjects and flows as they are sorted. */
export function judge(topology: Topology, { models, rules, flows }: DiagnoseOptions): readonly Judged[] {
  const walked = flows(topology).map((flow) => ({ flow, trace: walk(topology, models, flow) }));
  return [...rules]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .flatMap((rule) =>
      rule.scope === "flow"
        ? walked.map(({ flow, trace }) => judgeFlow(topology, rule, flow, trace, models))
        : judgeSubjects(topology, rule),
    );
}

/** Name of a judgement by which two topologies are compared. */
export const nameOf = ({ rule, subject }: Judged): string => `${rule.code} ${subject}`;

/** Names of the judgements that found a problem; what a remedy is measured by. */
export const problemsOf = (judged: readonly Judged[]): ReadonlySet<string> =>
  new Set(judged.filter(({ verdict }) => verdict.kind === "problem").map(nameOf));
