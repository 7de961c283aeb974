import type { Evidenced } from "../core/fact.ts";
import type { FactName, SubjectKind } from "../core/facts.ts";
import type { Evidence, MissingFact } from "../core/finding.ts";
import { stableJson } from "../core/json.ts";
import type { Needs } from "../core/rule.ts";
import type { Text } from "../core/text.ts";
import { factOf, type Topology } from "../core/topology.ts";

/** Which subject of each kind a judgement is about, e.g. a listener, its balancer, and the cluster. */
export type Subjects = { readonly [K in SubjectKind]?: string };

export type Reading =
  | {
      readonly known: true;
      readonly facts: Record<string, Record<string, unknown>>;
      readonly evidence: readonly Evidence[];
    }
  | { readonly known: false; readonly missing: readonly MissingFact[] };

/** Names the sources that disagree, so that somebody can decide which one is wrong. */
function conflict(values: readonly Evidenced<unknown>[]): Text {
  const places = values.map(({ origin: { source, location } }) =>
    location ? `${source} ${location}` : source,
  );
  const distinct = [...new Set(places)];
  const en = "sources contradict each other";
  return distinct.length < 2
    ? { en: `${en} (${distinct.join("")})`, zh: `来源互相矛盾（${distinct.join("")}）` }
    : { en: `${en}: ${distinct.join(", ")}`, zh: `来源互相矛盾：${distinct.join("、")}` };
}

/** The facts that a rule declared, of the subjects at hand; or all those that are not known. */
export function readNeeds(topology: Topology, needs: Needs, subjects: Subjects): Reading {
  const facts: Record<string, Record<string, unknown>> = {};
  const evidence: Evidence[] = [];
  const missing: MissingFact[] = [];
  for (const [kind, names] of Object.entries(needs) as [SubjectKind, readonly FactName[]][]) {
    const id = subjects[kind] ?? "";
    const of: Record<string, unknown> = {};
    facts[kind] = of;
    for (const name of names) {
      const fact = factOf(topology, kind, id, name as never);
      if (fact.state === "known") {
        const [origin] = fact.origins as readonly { source: string; location?: string }[];
        of[name] = fact.value;
        evidence.push({
          source: origin?.source ?? "",
          location: origin?.location ?? null,
          value: `${kind}.${name}: ${stableJson(fact.value)}`,
        });
      } else
        missing.push({
          fact: `${kind}.${name}`,
          subject: id,
          reason: fact.state === "conflict" ? conflict(fact.values) : fact.reason,
          howToProvide: fact.state === "unknown" ? (fact.howToProvide ?? null) : null,
        });
    }
  }
  return missing.length > 0 ? { known: false, missing } : { known: true, facts, evidence };
}
