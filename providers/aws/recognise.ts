import type { Observation } from "../../src/core/observation.ts";
import type { EvidenceDocument } from "../../src/core/provider.ts";

export function recognise(_document: EvidenceDocument): Iterable<Observation> | undefined {
  return undefined;
}
