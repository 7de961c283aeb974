import type { Diagnosis, Finding, Remedy } from "../core/finding.ts";
import type { Rule } from "../core/rule.ts";
import type { Language } from "../core/text.ts";
import { fingerprint } from "./fingerprint.ts";
import { RANK } from "./severity-words.ts";
import type { Suppressed } from "./suppressions.ts";

/** All that a renderer of a diagnosis is given; it reads nothing else. */
export interface Report {
  readonly diagnosis: Diagnosis;
  readonly suppressed: Suppressed;
  readonly rules: readonly Pick<Rule, "code" | "slug" | "title" | "severity" | "category" | "cites">[];
  /** English page of a rule, in markdown, by slug; only for formats that carry it. */
  readonly pages: ReadonlyMap<string, string>;
  /** Files that `--fix-dir` wrote, by `remedyKey`. */
  readonly written: ReadonlyMap<string, readonly string[]>;
  readonly version: string;
  /** Formats for people follow it; formats for machines are English. */
  readonly language: Language;
  readonly isVerbose: boolean;
}

export type Renderer = (report: Report) => string;

const byRank = (a: Finding, b: Finding): number =>
  RANK[a.severity] - RANK[b.severity] || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);

/** Names a remedy of a finding among all. */
export const remedyKey = (finding: Finding, { id }: Remedy): string => `${fingerprint(finding)}/${id}`;

/** Findings that count, the gravest first. */
export const activeFindings = ({ diagnosis, suppressed }: Report): readonly Finding[] =>
  diagnosis.findings.filter((finding) => !suppressed.by.has(finding)).sort(byRank);

/** Public page that says most about a rule: its first citation that has an address. */
export function helpUri(cites: readonly { readonly at?: string }[]): string | undefined {
  for (const { at } of cites) {
    if (at === undefined) continue;
    if (at.startsWith("https://")) return encodeURI(decodeURI(at));
    const [, repository, path] = /^([\w.-]+\/[\w.-]+):([^\s:,]+)/.exec(at) ?? [];
    if (repository !== undefined) return `https://github.com/${repository}/blob/HEAD/${path}`;
  }
  return undefined;
}
