import type { Path } from "../core/path-text.ts";
import type { Spec, SpecIssue, SpecPlace, SpecProblem } from "../core/spec.ts";

/** A valid spec that still knows where each of its values was written. */
export interface LocatedSpec {
  readonly spec: Spec;
  /** Place of the value at a path (or of its key); for what is missing, the place where it has to be added. */
  readonly locate: (path: Path, key?: boolean) => SpecPlace;
}

function order(a: SpecPlace, b: SpecPlace): number {
  if (a.kind !== "file" || b.kind !== "file") return Number(a.kind === "file") - Number(b.kind === "file");
  return a.line - b.line || a.column - b.column;
}

/** Gives issues their places, in the order in which a reader meets them. */
export function locateIssues(
  issues: readonly SpecIssue[],
  located: Pick<LocatedSpec, "locate">,
): readonly SpecProblem[] {
  return issues
    .map((issue) => ({ ...issue, at: located.locate(issue.path, issue.key === true) }))
    .sort((a, b) => order(a.at, b.at));
}
