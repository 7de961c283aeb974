import type { Branch, Disposition } from "../../core/trace.ts";

/** A connection that comes home dies there either way: only the counter that shows it differs. */
const endsAs = (disposition: Disposition): string =>
  disposition === "martian-source" || disposition === "reverse-path" ? "dies at home" : disposition;

const ends = (branches: readonly Branch[]): string =>
  JSON.stringify(branches.map((each) => [each.backend, each.share, endsAs(each.disposition)]));

/** An unknown leaves several walks: where they end alike it does not matter, else the branch is unknown. */
export function reconcile(
  walks: readonly (readonly Branch[])[],
  missing: readonly string[],
): readonly Branch[] {
  const [first, ...others] = walks;
  if (first !== undefined && others.every((other) => ends(other) === ends(first))) return first;
  const inner = walks.flat().flatMap((each) => each.missing);
  return [
    {
      backend: undefined,
      via: first?.[0]?.via,
      share: 1,
      disposition: "unknown",
      missing: [...new Set([...missing, ...inner])],
      steps: [],
    },
  ];
}
