import type { FlowRule, Needs, Rule, SubjectRule } from "../core/rule.ts";

/** A rule over subjects: `check` can read exactly what `needs` declares, and it is only called when all of it is known. */
export const defineRule = <const N extends Needs>(rule: SubjectRule<N>): Rule => rule as unknown as Rule;

/** A rule over flows: it judges one client's walk to one address. */
export const defineFlowRule = <const N extends Needs>(rule: FlowRule<N>): Rule => rule as unknown as Rule;
