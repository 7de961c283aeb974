import type { Citation, Confidence } from "./citation.ts";
import type { HostPort } from "./facts.ts";
import type { Text } from "./text.ts";
import type { Disposition, Trace } from "./trace.ts";

export type Severity = "error" | "warning" | "info";

export type Category =
  | "hairpin"
  | "health-check"
  | "high-availability"
  | "kubeconfig"
  | "certificate"
  | "timeouts"
  | "network";

export type RuleCode = `SLB${number}`;

export interface Failure {
  readonly mode: "per-connection" | "per-client" | "per-address" | "always" | "none";
  /** Share of new connections that fail, 0 to 1; null when it cannot be told. */
  readonly share: number | null;
}

/** A value that a finding rests on, with where it was read. */
export interface Evidence {
  readonly source: string;
  readonly location: string | null;
  readonly value: string;
}

/** A file that a remedy writes; `path` is relative to the remedy's folder below `--fix-dir`, where its commands run. */
export interface RemedyFile {
  readonly path: string;
  readonly content: string;
  readonly mode?: number;
}

/** A cure as data. `safe` changes nothing but slbctl's own files; `unsafe` needs judgement; `display-only` is advice. */
export interface Remedy {
  readonly id: string;
  readonly title: Text;
  readonly applicability: "safe" | "unsafe" | "display-only";
  readonly commands: readonly string[];
  readonly files: readonly RemedyFile[];
}

export interface Finding {
  readonly code: RuleCode;
  readonly slug: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly title: Text;
  readonly message: Text;
  /** "Not a finding if …". */
  readonly counterfactual: Text;
  /** Who is affected, when a client is: kind, name, node and source address. */
  readonly client: { kind: string; name: string; node: string | null; address: string | null } | null;
  /** How many clients of this kind are hit alike, and the nodes of up to five of them; null when no client is. */
  readonly instances: { readonly count: number; readonly sample: readonly string[] } | null;
  /** Subject that the finding is about, e.g. `listener/prod-api/6443`; part of the fingerprint. */
  readonly subject: string;
  readonly target: (HostPort & { loadBalancer: string | null; model: string | null }) | null;
  readonly failure: Failure;
  readonly disposition: Disposition | null;
  readonly evidence: readonly Evidence[];
  readonly trace: Trace | null;
  readonly remedies: readonly Remedy[];
  readonly cites: readonly Citation[];
}

export interface MissingFact {
  /** `<kind>.<fact>` and the subject it is missing of. */
  readonly fact: string;
  readonly subject: string;
  readonly reason: Text;
  readonly howToProvide: string | null;
}

/** What every rule said of every subject it looked at. "Could not tell" is never counted as fine. */
export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly inconclusive: readonly { code: RuleCode; subject: string; missing: readonly MissingFact[] }[];
  readonly passed: readonly { code: RuleCode; subject: string }[];
  readonly notApplicable: readonly RuleCode[];
}
