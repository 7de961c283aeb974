import type { ProviderEvidence } from "../../src/core/provider.ts";
import { fromTerraform } from "./from-terraform.ts";
import { recogniseInstances } from "./instances.ts";
import { recognise, together } from "./recognise.ts";
import { topology } from "./topology.ts";

/** Apart from the descriptor, so that a spec is compiled without the schemas that read evidence. */
export const evidence: ProviderEvidence = {
  topology,
  fromTerraform,
  recognise: (document) => recognise(document) ?? recogniseInstances(document),
  together: (documents) => [
    ...together(documents),
    ...documents.flatMap((document) => [...(recogniseInstances(document) ?? [])]),
  ],
};
