import type { MissingFact } from "../core/finding.ts";
import type { Trace } from "../core/trace.ts";

const NEEDED = { en: "the walk needs it and no source says", zh: "推演需要它，但没有任何来源提及" };

/** Where a fact usually comes from; null where nothing that slbctl reads would provide it. */
function howToProvide(fact: string, trace: Trace): string | null {
  const [provider] = trace.model?.split("/") ?? [];
  if (/^(?:(?:balancer|listener)\.|settings )/.test(fact) && fact !== "balancer.model on self")
    return provider === undefined
      ? "slbctl doctor --provider PROVIDER --lb NAME"
      : `slbctl doctor --provider ${provider} --lb NAME`;
  return fact.startsWith("node.") ? "kubectl get nodes -o json" : null;
}

/** What a walk lacked to end definitely, each fact once. */
export function missingFacts(trace: Trace): readonly MissingFact[] {
  const facts = new Set(trace.branches.flatMap(({ missing }) => missing));
  return [...facts].map((fact) => ({
    fact,
    subject: trace.listener ?? trace.balancer ?? trace.flow.target.host,
    reason: NEEDED,
    howToProvide: howToProvide(fact, trace),
  }));
}
