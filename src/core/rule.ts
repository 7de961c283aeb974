import type { Citation, Confidence } from "./citation.ts";
import type { FactName, FactTypes, SubjectKind } from "./facts.ts";
import type { Category, Evidence, Failure, MissingFact, Remedy, RuleCode, Severity } from "./finding.ts";
import type { ForwardingModel } from "./forwarding.ts";
import type { Text } from "./text.ts";
import type { Topology } from "./topology.ts";
import type { Disposition, Trace } from "./trace.ts";

/** What one judgement is about: a listener, say, together with its balancer and the cluster; or a trace. */
export type Scope = "cluster" | "balancer" | "listener" | "flow";

/** Facts that a rule reads, by the kind of subject. */
export type Needs = { readonly [K in SubjectKind]?: readonly FactName<K>[] };

/** The declared facts, all known; anything else does not exist for the rule. */
export type Known<N extends Needs> = {
  readonly [K in keyof N & SubjectKind]: N[K] extends readonly (infer F extends FactName<K>)[]
    ? { readonly [Name in F]: FactTypes[K][Name] }
    : never;
};

/** Facts of all subjects of a kind, by id; of each those that are known. */
export type Among<A extends Needs> = {
  readonly [K in keyof A & SubjectKind]: ReadonlyMap<
    string,
    A[K] extends readonly (infer F extends FactName<K>)[]
      ? { readonly [Name in F]?: FactTypes[K][Name] }
      : never
  >;
};

/** What a rule found, before it is put into the words of a report. */
export interface Problem {
  /** A function is given who is affected ("kubelet on m1, m2 and m3"): alike findings are told as one. */
  readonly message: Text | ((who: Text) => Text);
  readonly counterfactual: Text;
  readonly severity?: Severity;
  readonly failure?: Failure;
  readonly disposition?: Disposition;
  readonly evidence?: readonly Evidence[];
  /** Subjects, besides those that were judged, whose facts it rests on: their ids by kind. */
  readonly restsOn?: { readonly [K in SubjectKind]?: readonly string[] };
  /** Cures for all that are affected alike. */
  readonly remedies?: (context: CureContext) => readonly RemedyOffer[];
}

/** What a cure is made for: the walks that fail alike, in the topology as it is. */
export interface CureContext {
  readonly topology: Topology;
  readonly traces: readonly Trace[];
  readonly model: ForwardingModel | undefined;
}

/** A cure with its effect on the topology; offered only where walking again shows the finding gone. */
export interface RemedyOffer extends Remedy {
  /** The topology as it would be; undefined for advice whose effect is outside what is modelled. */
  readonly patch: ((topology: Topology) => Topology) | undefined;
}

export type Verdict =
  | { readonly kind: "fine" }
  | { readonly kind: "not-applicable" }
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "unknown"; readonly missing: readonly MissingFact[] };

export const fine: Verdict = { kind: "fine" };
export const notApplicable: Verdict = { kind: "not-applicable" };
export const problem = (of: Problem): Verdict => ({ kind: "problem", problem: of });

/** Besides its facts a flow rule gets the walk of the flow and the model that it went by. */
export interface FlowContext {
  readonly trace: Trace;
  readonly model: ForwardingModel | undefined;
}

interface RuleBase {
  readonly code: RuleCode;
  readonly slug: string;
  readonly title: Text;
  readonly severity: Severity;
  readonly category: Category;
  readonly confidence: Confidence;
  readonly cites: readonly [Citation, ...Citation[]];
}

export interface SubjectRule<N extends Needs = Needs, A extends Needs = Needs> extends RuleBase {
  readonly scope: Exclude<Scope, "flow">;
  readonly needs: N;
  /** Facts that are read of every subject of a kind, such as all nodes; those that are unknown are absent. */
  readonly among?: A;
  readonly check: (facts: Known<N>, among: Among<A>) => Verdict;
}

export interface FlowRule<N extends Needs = Needs, A extends Needs = Needs> extends RuleBase {
  readonly scope: "flow";
  /** Asked first, so that facts are not missed where they do not matter; every flow where it is absent. */
  readonly applies?: (context: FlowContext) => boolean;
  readonly needs: N;
  /** As in rules over subjects. */
  readonly among?: A;
  readonly check: (facts: Known<N>, context: FlowContext, among: Among<A>) => Verdict;
}

export type Rule = SubjectRule | FlowRule;
