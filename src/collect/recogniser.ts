import type { Observation } from "../core/observation.ts";
import type { EvidenceDocument } from "../core/provider.ts";

/** Knowledge of formats that the collector itself does not have. */
export interface Recogniser {
  /** Looks at a whole small text file before anything else does; a slbctl spec, say. */
  readonly text?: (
    text: string,
    bytes: Buffer,
    source: string,
  ) => Promise<Iterable<Observation> | undefined> | undefined;
  /** Looks at a document that is no Kubernetes object. */
  readonly value?: (document: EvidenceDocument) => Iterable<Observation> | undefined;
  /** Says it all at the end instead, from the documents that `value` knew; these are held until then. */
  readonly together?: (documents: readonly EvidenceDocument[]) => Iterable<Observation>;
}
