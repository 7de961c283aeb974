import type { FactName, SubjectKind } from "../core/facts.ts";
import type { Evidence } from "../core/finding.ts";
import type { Needs, Problem } from "../core/rule.ts";
import { factOf, idsOf, knownValue, type Topology } from "../core/topology.ts";
import { readNeeds } from "./read-needs.ts";

/** A rule's own types say which of it there is. */
type ReadAmong = { readonly [K in SubjectKind]?: ReadonlyMap<string, object> };

const made = new WeakMap<Topology, Map<Needs, ReadAmong>>();

function read(topology: Topology, needs: Needs): ReadAmong {
  const kinds = Object.entries(needs) as [SubjectKind, readonly FactName[]][];
  const rowsOf = (kind: SubjectKind, names: readonly FactName[]) =>
    idsOf(topology, kind).map((id) => {
      const known = names.flatMap((name) => {
        const value = knownValue(topology, kind, id, name as never);
        return value === undefined ? [] : [[name, value] as const];
      });
      return [id, Object.fromEntries(known)] as const;
    });
  return Object.fromEntries(kinds.map(([kind, names]) => [kind, new Map(rowsOf(kind, names))]));
}

/** What a rule declared to read of every subject of a kind; made once for all that it judges. */
export function readAmong(topology: Topology, needs: Needs | undefined): ReadAmong {
  if (needs === undefined) return {};
  const all = made.get(topology) ?? new Map<Needs, ReadAmong>();
  made.set(topology, all);
  const known = all.get(needs) ?? read(topology, needs);
  all.set(needs, known);
  return known;
}

/** Where the facts were read of those other subjects that a problem rests on. */
export function evidenceAmong(
  topology: Topology,
  needs: Needs | undefined,
  { restsOn = {} }: Problem,
): readonly Evidence[] {
  return (Object.entries(restsOn) as [SubjectKind, readonly string[]][]).flatMap(([kind, ids]) =>
    ids.flatMap((id) => {
      const names = ((needs?.[kind] ?? []) as readonly FactName[]).filter(
        (name) => factOf(topology, kind, id, name as never).state === "known",
      );
      const reading = readNeeds(topology, { [kind]: names } as Needs, { [kind]: id });
      if (!reading.known) return [];
      return reading.evidence.map(({ value, ...rest }) => ({
        ...rest,
        value: kind === "cluster" ? value : `${id} ${value}`,
      }));
    }),
  );
}
