import type { SpecIssue } from "../../../src/core/spec.ts";
import type { Text } from "../../../src/core/text.ts";

type Path = SpecIssue["path"];

const MAX_CHARACTERS = 60;

function shown(found: unknown): string {
  const text = JSON.stringify(found);
  return text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS - 3)}...`;
}

/** One reason why the spec cannot be done on an NLB. `found` is shown as shortened JSON; undefined where nothing stands. */
export const problem = (path: Path, found: unknown, text: Text, expected: Text): SpecIssue => ({
  path,
  found: found === undefined ? undefined : shown(found),
  text,
  expected,
});

/** A whole number outside the range that an NLB takes. */
export function outside(
  path: Path,
  found: number | undefined,
  [least, most]: readonly [number, number],
  what: Text,
): readonly SpecIssue[] {
  if (found === undefined || (found >= least && found <= most)) return [];
  return [
    problem(
      path,
      found,
      { en: `an NLB cannot do this ${what.en}`, zh: `NLB 不支持该${what.zh}` },
      { en: `${least} to ${most}`, zh: `${least} 至 ${most}` },
    ),
  ];
}
