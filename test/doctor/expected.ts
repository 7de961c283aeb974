import type { Case } from "./topologies.ts";

/** What a rule has to say of a case; `never` where it has something to say of every case of its scope. */
export interface Expected {
  readonly fires: readonly Case[];
  readonly silent: readonly Case[];
  readonly cannotTell: readonly Case[];
  readonly notApplicable: readonly Case[] | "never";
}
