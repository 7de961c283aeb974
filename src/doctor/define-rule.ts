import type { FlowRule, Needs, Rule, SubjectRule } from "../core/rule.ts";

/** No facts of other subjects. */
type Nothing = Record<never, never>;

/**
 * A rule over subjects: `check` can read exactly what `needs` and `among` declare, and it is only called when all that
 * it needs is known.
 */
export const defineRule = <const N extends Needs, const A extends Needs = Nothing>(
  rule: SubjectRule<N, A>,
): Rule => rule as unknown as Rule;

/** A rule over flows: it judges one client's walk to one address. */
export const defineFlowRule = <const N extends Needs, const A extends Needs = Nothing>(
  rule: FlowRule<N, A>,
): Rule => rule as unknown as Rule;
