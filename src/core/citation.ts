/**
 * Where a claim about a vendor, kernel or project comes from, and when that was last looked at.
 * `lab` was measured by us in network namespaces; `inferred` is our deduction from the facts named beside it.
 */
export interface Citation {
  readonly kind: "documentation" | "source" | "issue" | "article" | "lab" | "inferred";
  readonly title: string;
  /** Address, or `owner/repository:path` for source code. Absent only for `lab` and `inferred`. */
  readonly at?: string;
  /** Day of the last check, ISO 8601. */
  readonly checked: string;
}

export type Confidence = "high" | "medium" | "low";
