import type { Remedy } from "../core/finding.ts";
import type { RemedyOffer } from "../core/rule.ts";
import type { Topology } from "../core/topology.ts";

/**
 * The cures that hold: a patch is offered only if, judged again with it applied, the finding is gone and nothing new
 * has appeared. Advice without a patch is passed on as it is, marked display-only by its rule.
 */
export function offered(
  offers: readonly RemedyOffer[],
  topology: Topology,
  finding: string,
  problemsOf: (patched: Topology) => ReadonlySet<string>,
): readonly Remedy[] {
  const before = offers.some(({ patch }) => patch !== undefined) ? problemsOf(topology) : new Set<string>();
  return offers
    .filter(({ patch }) => {
      if (patch === undefined) return true;
      const after = problemsOf(patch(topology));
      return !after.has(finding) && [...after].every((each) => before.has(each));
    })
    .map(({ patch: _patch, ...remedy }) => remedy);
}
