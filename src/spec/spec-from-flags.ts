import { type Path, pathText, valueAt } from "../core/path-text.ts";
import { err, ok, type Result } from "../core/result.ts";
import { API_VERSION, type SpecIssue, type SpecPlace, type SpecProblem } from "../core/spec.ts";
import { readFlag } from "./flag-values.ts";
import { type LocatedSpec, locateIssues } from "./locate-issues.ts";
import { asTyped, type ReadDocument, readDocument } from "./parse-spec.ts";
import { shorten } from "./show-value.ts";
import { flagName, type SpecFlag, specFlags } from "./spec-flags.ts";
import { validateSpec } from "./validate-spec.ts";

export interface SpecFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

const isPrefix = (prefix: Path, path: Path): boolean =>
  prefix.length <= path.length && prefix.every((part, index) => part === path[index]);

const isMapping = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** A copy with one value set; mappings on the way are made where they are missing. */
function withValue(document: unknown, path: Path, value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  const base = isMapping(document) ? document : {};
  return { ...base, [first]: withValue(base[first], rest, value) };
}

/** Tags and options add to those of the file, name by name; everything else replaces what the file says. */
function merged(document: unknown, flag: SpecFlag, value: unknown): unknown {
  if (flag.reads !== "tags" && flag.reads !== "options") return withValue(document, flag.path, value);
  const before = valueAt(document, flag.path);
  return withValue(document, flag.path, mergeDeep(before, value));
}

function mergeDeep(before: unknown, value: unknown): unknown {
  if (!isMapping(before) || !isMapping(value)) return value;
  let result: unknown = before;
  for (const [key, inner] of Object.entries(value))
    result = withValue(result, [key], mergeDeep(before[key], inner));
  return result;
}

/** Paths that a flag sets: for tags and options those that were named, so that the rest keeps its place in the file. */
const pathsSet = (flag: SpecFlag, value: unknown): Path[] =>
  (flag.reads === "tags" || flag.reads === "options") && isMapping(value)
    ? Object.keys(value).map((key) => [...flag.path, key])
    : [flag.path];

/** `--cross-zone` and `--no-cross-zone` share a key; the one that was typed is told by its value. */
function given(options: Readonly<Record<string, unknown>>): { flag: SpecFlag; value: unknown }[] {
  return specFlags.flatMap((flag) => {
    const value = Object.hasOwn(options, flag.key) ? options[flag.key] : undefined;
    if (value === undefined) return [];
    if (flag.reads === "switch" && value !== !flag.flags.startsWith("--no-")) return [];
    return [{ flag, value }];
  });
}

/** Place of a value: the flag that set it, else the file, else the flag that could set it. */
function placeIn(
  set: readonly { path: Path; flag: SpecFlag }[],
  file: ReadDocument | undefined,
): LocatedSpec["locate"] {
  return (path, key): SpecPlace => {
    const setter = set.find((entry) => isPrefix(entry.path, path));
    if (setter !== undefined) return { kind: "flag", flag: flagName(setter.flag) };
    if (file !== undefined) return file.locate(path, key);
    const could = specFlags.find((flag) => isPrefix(flag.path, path) || isPrefix(path, flag.path));
    return { kind: "flag", flag: could === undefined ? "-f" : flagName(could) };
  };
}

/** Without a file, a missing list is best described by the format of its flag. */
function withFormat(issue: SpecIssue, document: unknown): SpecIssue {
  const flag = specFlags.find(
    ({ path, repeatable }) => repeatable && pathText(path) === pathText(issue.path),
  );
  return flag === undefined || valueAt(document, issue.path) !== undefined
    ? issue
    : { ...issue, expected: flag.text };
}

/**
 * A spec from flags alone, or from a file whose values the flags override. Takes the options as commander hands them
 * over; what are no flags of the spec is ignored. Problems name the flag, or the place in the file.
 */
export async function specFromFlags(
  options: Readonly<Record<string, unknown>>,
  specFile?: SpecFile,
): Promise<Result<LocatedSpec, readonly SpecProblem[]>> {
  const read = specFile === undefined ? undefined : await readDocument(specFile.content, specFile.name);
  if (read?.ok === false) return read;
  const file = read?.value;
  const problems: SpecProblem[] = [...(file?.problems ?? [])];
  const set: { path: Path; flag: SpecFlag }[] = [];
  let document: unknown = file === undefined ? { apiVersion: API_VERSION, kind: "LoadBalancer" } : file.value;
  const readings = file === undefined || isMapping(file.value) ? given(options) : [];
  for (const { flag, value: words } of readings) {
    const at: SpecPlace = { kind: "flag", flag: flagName(flag) };
    const value = readFlag(flag.reads, words);
    if (!value.ok) {
      const { found, text, expected } = value.error;
      problems.push({ path: flag.path, found: shorten(found), text, expected, at });
      set.push({ path: flag.path, flag });
      continue;
    }
    const other = set.find((entry) => flag.reads === "deny" && pathText(entry.path) === pathText(flag.path));
    if (other !== undefined)
      problems.push({
        path: flag.path,
        found: undefined,
        text: { en: "--allow and --deny exclude each other", zh: "--allow 与 --deny 不能同时使用" },
        expected: { en: "one of the two", zh: "二者之一" },
        at,
      });
    document = merged(document, flag, value.value);
    set.push(...pathsSet(flag, value.value).map((path) => ({ path, flag })));
  }
  const locate = placeIn(set, file);
  const checked = await validateSpec(document);
  if (checked.ok && problems.length === 0) return ok({ spec: checked.value, locate });
  const isUnread = (path: Path) =>
    problems.some((problem) => problem.at.kind === "flag" && isPrefix(problem.path, path));
  const issues = checked.ok ? [] : checked.error.filter(({ path }) => !isUnread(path));
  const shown = issues.map((issue) => {
    if (set.some(({ path }) => isPrefix(path, issue.path))) return issue;
    return file === undefined ? withFormat(issue, document) : asTyped(issue, file.typed(issue.path));
  });
  return err([...problems, ...locateIssues(shown, { locate })]);
}
