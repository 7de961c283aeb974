import { pathText } from "../core/path-text.ts";
import { err, ok, type Result } from "../core/result.ts";
import { type Spec, type SpecIssue, specSchema } from "../core/spec.ts";
import { crossChecks } from "./cross-checks.ts";
import { headerIssues } from "./header-issues.ts";
import { issueText } from "./issue-text.ts";

/** More are not read by anybody; bounds the output for files that are something else altogether. */
const MAX_ISSUES = 100;

/** Checks a document of any shape and fills in defaults, or says everything that is wrong with it. */
export function validateSpec(document: unknown): Result<Spec, readonly SpecIssue[]> {
  const foreign = headerIssues(document);
  if (foreign.length > 0) return err(foreign);
  const parsed = specSchema.safeParse(document);
  const ofSchema = parsed.success
    ? []
    : parsed.error.issues.slice(0, MAX_ISSUES).flatMap((issue) => issueText(specSchema, document, issue));
  const told = new Set(ofSchema.map(({ path }) => pathText(path)));
  const issues = [...ofSchema, ...crossChecks(document).filter(({ path }) => !told.has(pathText(path)))];
  return parsed.success && issues.length === 0 ? ok(parsed.data) : err(issues.slice(0, MAX_ISSUES));
}
