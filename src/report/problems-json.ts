import { pathText } from "../core/path-text.ts";
import type { SpecProblem } from "../core/spec.ts";

interface ProblemJson {
  readonly path: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly flag: string | null;
  readonly found: string | null;
  readonly message: string;
  readonly expected: string;
}

export interface ProblemsJson {
  readonly schemaVersion: 1;
  readonly problems: readonly ProblemJson[];
}

/** Problems of a spec for programs. Prose is English, whatever the language of the user. */
export const problemsJson = (problems: readonly SpecProblem[]): ProblemsJson => ({
  schemaVersion: 1,
  problems: problems.map(({ at, path, found, text, expected }) => ({
    path: pathText(path),
    file: at.kind === "file" ? at.file : null,
    line: at.kind === "file" ? at.line : null,
    column: at.kind === "file" ? at.column : null,
    flag: at.kind === "flag" ? at.flag : null,
    found: found ?? null,
    message: text.en,
    expected: expected.en,
  })),
});
