import type { Origin } from "./fact.ts";
import type { FactName, FactTypes, SubjectKind } from "./facts.ts";
import type { Text } from "./text.ts";

/** One reading: what a document or call says about one fact of one subject, or why it could not say. */
export interface Observation<K extends SubjectKind = SubjectKind> {
  readonly subject: { readonly kind: K; readonly id: string };
  readonly fact: FactName<K>;
  readonly reading:
    | { readonly known: true; readonly value: unknown }
    | { readonly known: false; readonly reason: Text; readonly howToProvide?: string };
  readonly origin: Origin;
}

/** Typed maker: the value must be of the fact's type. */
export function observed<K extends SubjectKind, F extends FactName<K>>(
  kind: K,
  id: string,
  fact: F,
  value: FactTypes[K][F],
  origin: Origin,
): Observation {
  return { subject: { kind, id }, fact, reading: { known: true, value }, origin } as Observation;
}

/** A fact that was looked for and could not be read; `howToProvide` is a command that would give it. */
export function unreadable<K extends SubjectKind, F extends FactName<K>>(
  kind: K,
  id: string,
  fact: F,
  reason: Text,
  origin: Origin,
  howToProvide?: string,
): Observation {
  const reading = { known: false, reason, ...(howToProvide === undefined ? {} : { howToProvide }) } as const;
  return { subject: { kind, id }, fact, reading, origin } as Observation;
}
