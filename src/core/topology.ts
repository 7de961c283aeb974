import type { Evidenced, Fact } from "./fact.ts";
import { unknownFact } from "./fact.ts";
import { MERGE } from "./fact-merge.ts";
import type { FactName, FactTypes, SubjectKind } from "./facts.ts";
import { stableJson } from "./json.ts";
import type { Observation } from "./observation.ts";

/** Facts of one subject; what nothing was said about is absent here and unknown through `fact`. */
export type Subject<K extends SubjectKind> = { readonly [F in FactName<K>]?: Fact<FactTypes[K][F]> };

/** Everything known of one case. Immutable; equal observations in any order give an equal topology. */
export interface Topology {
  readonly subjects: { readonly [K in SubjectKind]: ReadonlyMap<string, Subject<K>> };
}

const NOBODY_SAID = { en: "no source says", zh: "没有任何来源提及" };

/** One fact of one subject; unknown where nothing was read. */
export function factOf<K extends SubjectKind, F extends FactName<K>>(
  topology: Topology,
  kind: K,
  id: string,
  fact: F,
): Fact<FactTypes[K][F]> {
  const subject = topology.subjects[kind].get(id) as Subject<K> | undefined;
  return (subject?.[fact] as Fact<FactTypes[K][F]> | undefined) ?? unknownFact(NOBODY_SAID);
}

/** The value of a known fact, else undefined. For reports and joins; rules go through their declared needs. */
export function knownValue<K extends SubjectKind, F extends FactName<K>>(
  topology: Topology,
  kind: K,
  id: string,
  fact: F,
): FactTypes[K][F] | undefined {
  const found = factOf(topology, kind, id, fact);
  return found.state === "known" ? found.value : undefined;
}

/** Sorted once per topology: a walk asks for them at every hop, and topologies never change. */
const sortedIds = new WeakMap<ReadonlyMap<string, unknown>, readonly string[]>();

/** Ids of all subjects of a kind, sorted. */
export function idsOf(topology: Topology, kind: SubjectKind): readonly string[] {
  const subjects = topology.subjects[kind];
  let ids = sortedIds.get(subjects);
  if (ids === undefined || ids.length !== subjects.size) {
    ids = [...subjects.keys()].sort();
    sortedIds.set(subjects, ids);
  }
  return ids;
}

function byText(a: Evidenced<unknown>, b: Evidenced<unknown>): number {
  const [left, right] = [stableJson([a.value, a.origin]), stableJson([b.value, b.origin])];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Maps of which each source knows a part; undefined where two say different things of one key. */
function union(maps: readonly unknown[]): Readonly<Record<string, unknown>> | undefined {
  const entries = maps.flatMap((map) => Object.entries(map as Record<string, unknown>));
  const values = new Map(entries);
  if (entries.some(([key, value]) => stableJson(values.get(key)) !== stableJson(value))) return undefined;
  return Object.fromEntries([...values].sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Merging = "agree" | "unite" | "agree-by-key";

function merge(how: Merging, readings: readonly Evidenced<unknown>[]): Fact<unknown> {
  const sorted = [...readings].sort(byText);
  const origins = sorted.map((reading) => reading.origin) as unknown as [Evidenced<unknown>["origin"]];
  const distinct = new Map(sorted.map((reading) => [stableJson(reading.value), reading]));
  const [first] = sorted;
  if (first === undefined) return unknownFact(NOBODY_SAID);
  if (how === "unite") {
    const items = new Map(
      sorted.flatMap(({ value }) => (value as unknown[]).map((item) => [stableJson(item), item])),
    );
    return {
      state: "known",
      value: [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item),
      origins,
    };
  }
  const whole = how === "agree-by-key" ? union([...distinct.values()].map(({ value }) => value)) : undefined;
  if (whole !== undefined && distinct.size > 1) return { state: "known", value: whole, origins };
  if (distinct.size === 1) return { state: "known", value: first.value, origins };
  return { state: "conflict", values: [...distinct.values()] };
}

/** Folds observations into a topology. Commutative; a reading beats a failed reading of the same fact. */
export function fold(observations: Iterable<Observation>): Topology {
  const cells = new Map<string, { subject: Observation["subject"]; fact: string; readings: Observation[] }>();
  for (const observation of observations) {
    const key = stableJson([observation.subject.kind, observation.subject.id, observation.fact]);
    const cell = cells.get(key);
    if (cell) cell.readings.push(observation);
    else cells.set(key, { subject: observation.subject, fact: observation.fact, readings: [observation] });
  }
  const subjects = Object.fromEntries(
    Object.keys(MERGE).map((kind) => [kind, new Map<string, Record<string, Fact<unknown>>>()]),
  );
  for (const { subject, fact, readings } of cells.values()) {
    const known = readings.flatMap(({ reading, origin }) =>
      reading.known ? [{ value: reading.value, origin }] : [],
    );
    const failed = readings.map(({ reading }) => reading).find((reading) => !reading.known);
    const how = (MERGE[subject.kind] as Record<string, Merging>)[fact] ?? "agree";
    const value =
      known.length > 0 || failed === undefined || failed.known
        ? merge(how, known)
        : unknownFact(failed.reason, failed.howToProvide);
    const of = subjects[subject.kind];
    if (of) of.set(subject.id, { ...of.get(subject.id), [fact]: value });
  }
  return { subjects } as unknown as Topology;
}
