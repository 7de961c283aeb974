import type { Path } from "../core/path-text.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { SpecIssue, SpecPlace, SpecProblem } from "../core/spec.ts";
import { findNode, findRange } from "./find-range.ts";
import { type LocatedSpec, locateIssues } from "./locate-issues.ts";
import { type Positions, positionsIn } from "./positions.ts";
import { readYaml, type YamlDocument } from "./read-yaml.ts";
import { shorten } from "./show-value.ts";
import type { SourceProblem } from "./source-problem.ts";
import { sourceText } from "./source-text.ts";
import { validateSpec } from "./validate-spec.ts";
import type { Range } from "./yaml-tree.ts";

const placeOf = (positions: Positions, file: string, { start, end }: Range): SpecPlace => ({
  kind: "file",
  file,
  ...positions.at(start),
  length: positions.lengthOf(start, end),
  excerpt: positions.excerpt(start),
});

function placed(problems: readonly SourceProblem[], source: string, file: string): readonly SpecProblem[] {
  const positions = positionsIn(source);
  return problems.map(({ range, ...issue }) => ({ ...issue, at: placeOf(positions, file, range) }));
}

/** A readable document: its value, where everything stands, and what is already wrong with it. */
export interface ReadDocument {
  readonly value: unknown;
  readonly locate: LocatedSpec["locate"];
  /** What the user typed for an unquoted value: the number 1.3 may have been `1.30`. */
  readonly typed: (path: Path) => string | undefined;
  readonly problems: readonly SpecProblem[];
}

/** Reads YAML or JSON without judging what it says. Positions are computed at the first question for one. */
export async function readDocument(
  input: string | Uint8Array,
  file: string,
): Promise<Result<ReadDocument, readonly SpecProblem[]>> {
  const text = sourceText(input);
  if (!text.ok) return err(placed(text.error.problems, text.error.source, file));
  const source = text.value;
  const read = readYaml(source);
  if (!read.ok) {
    const { error } = read;
    // The recovering parser is loaded only here: a spec without syntax errors never needs it.
    const problems =
      "reason" in error ? (await import("./syntax-problems.ts")).syntaxProblems(source, error) : error;
    return err(placed(problems, source, file));
  }
  const document: YamlDocument = read.value;
  let positions: Positions | undefined;
  const locate = (path: Path, key = false): SpecPlace => {
    positions ??= positionsIn(source);
    const { root } = document.tree();
    return placeOf(positions, file, root === undefined ? { start: 0, end: 0 } : findRange(root, path, key));
  };
  const typed = (path: Path): string | undefined => {
    const { root } = document.tree();
    return root === undefined ? undefined : findNode(root, path)?.plain;
  };
  return ok({
    value: withoutSchemaHint(document.value),
    locate,
    typed,
    problems: placed(document.problems, source, file),
  });
}

/** Editors look for `$schema` in JSON files; it says nothing about the load balancer. */
function withoutSchemaHint(value: unknown): unknown {
  if (value === null || typeof value !== "object" || !Object.hasOwn(value, "$schema")) return value;
  const { $schema: _hint, ...rest } = value as Record<string, unknown>;
  return rest;
}

/**
 * A spec from YAML or JSON, or every problem in it with its place. `file` is only what messages call it.
 * Pure but for loading a parser on demand.
 */
export async function parseSpec(
  input: string | Uint8Array,
  file: string,
): Promise<Result<LocatedSpec, readonly SpecProblem[]>> {
  const read = await readDocument(input, file);
  if (!read.ok) return read;
  const { value, locate, typed, problems } = read.value;
  const checked = await validateSpec(value);
  if (checked.ok && problems.length === 0) return ok({ spec: checked.value, locate });
  const issues = checked.ok ? [] : checked.error.map((issue) => asTyped(issue, typed(issue.path)));
  return err(inOrder([...problems, ...locateIssues(issues, { locate })]));
}

/** A number in the user's own spelling. */
export const asTyped = (issue: SpecIssue, typed: string | undefined): SpecIssue =>
  typed !== undefined && issue.found === String(Number(typed)) ? { ...issue, found: shorten(typed) } : issue;

/** Sorted by place; a field that stands twice is told once. */
const inOrder = (problems: readonly SpecProblem[]): readonly SpecProblem[] =>
  [...problems].sort((a, b) =>
    a.at.kind === "file" && b.at.kind === "file" ? a.at.line - b.at.line || a.at.column - b.at.column : 0,
  );
