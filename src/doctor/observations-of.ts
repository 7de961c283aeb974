import type { Fact } from "../core/fact.ts";
import { MERGE } from "../core/fact-merge.ts";
import type { FactName, SubjectKind } from "../core/facts.ts";
import type { Observation } from "../core/observation.ts";
import type { Topology } from "../core/topology.ts";

/** A topology taken apart again; folding the result gives an equal one. Remedies use it to change single facts. */
export function* observationsOf(topology: Topology): Iterable<Observation> {
  for (const kind of Object.keys(MERGE) as SubjectKind[])
    for (const [id, facts] of topology.subjects[kind])
      for (const [name, fact] of Object.entries(facts) as [FactName, Fact<unknown>][]) {
        const base = { subject: { kind, id }, fact: name };
        if (fact.state === "known")
          yield { ...base, reading: { known: true, value: fact.value }, origin: fact.origins[0] };
        else if (fact.state === "conflict")
          for (const { value, origin } of fact.values)
            yield { ...base, reading: { known: true, value }, origin };
        else {
          const { reason, howToProvide } = fact;
          const reading = {
            known: false,
            reason,
            ...(howToProvide === undefined ? {} : { howToProvide }),
          } as const;
          yield { ...base, reading, origin: { kind: "observed", source: "" } };
        }
      }
}
