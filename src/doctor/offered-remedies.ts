import type { Remedy } from "../core/finding.ts";
import type { RemedyOffer } from "../core/rule.ts";
import type { Topology } from "../core/topology.ts";
import { type DiagnoseOptions, judge, problemsOf } from "./judge.ts";

/**
 * The cures that hold: a patch is offered only if, judged again with it applied, all that it is for is gone and nothing
 * new has appeared. Advice without a patch is passed on as it is, marked display-only by its rule.
 */
export function offeredRemedies(
  offers: readonly RemedyOffer[],
  topology: Topology,
  options: DiagnoseOptions,
  before: ReadonlySet<string>,
  cured: readonly string[],
): readonly Remedy[] {
  return offers
    .filter(({ patch }) => {
      if (patch === undefined) return true;
      const after = problemsOf(judge(patch(topology), options));
      return !cured.some((name) => after.has(name)) && [...after].every((name) => before.has(name));
    })
    .map(({ patch: _patch, ...remedy }) => remedy);
}
