import { pathText } from "../core/path-text.ts";
import { err, ok, type Result } from "../core/result.ts";
import { type Spec, type SpecIssue, specSchema } from "../core/spec.ts";
import { crossChecks } from "./cross-checks.ts";
import { headerIssues } from "./header-issues.ts";

/** More are not read by anybody; bounds the output for files that are something else altogether. */
const MAX_ISSUES = 100;

/**
 * Checks a document of any shape and fills in defaults, or says everything that is wrong with it. The words for what
 * the schema refuses are loaded only then: a valid spec does not wait for them.
 */
export async function validateSpec(document: unknown): Promise<Result<Spec, readonly SpecIssue[]>> {
  const foreign = headerIssues(document);
  if (foreign.length > 0) return err(foreign);
  const parsed = specSchema.safeParse(document);
  const between = crossChecks(document);
  if (parsed.success) return between.length === 0 ? ok(parsed.data) : err(between.slice(0, MAX_ISSUES));
  const { issueText } = await import("./issue-text.ts");
  const ofSchema = parsed.error.issues
    .slice(0, MAX_ISSUES)
    .flatMap((issue) => issueText(specSchema, document, issue));
  const told = new Set(ofSchema.map(({ path }) => pathText(path)));
  return err([...ofSchema, ...between.filter(({ path }) => !told.has(pathText(path)))].slice(0, MAX_ISSUES));
}
