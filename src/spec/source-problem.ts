import type { SpecIssue } from "../core/spec.ts";
import type { Range } from "./yaml-tree.ts";

/** A problem of the text itself, placed by its range. */
export interface SourceProblem extends SpecIssue {
  readonly range: Range;
}
