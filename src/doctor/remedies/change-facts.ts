import type { Observation } from "../../core/observation.ts";
import { fold, type Topology } from "../../core/topology.ts";
import { observationsOf } from "../observations-of.ts";

const key = ({ subject, fact }: Observation): string => JSON.stringify([subject.kind, subject.id, fact]);

/** The topology with these facts in place of what was known of them. */
export function changeFacts(topology: Topology, changes: readonly Observation[]): Topology {
  const changed = new Set(changes.map(key));
  return fold([...[...observationsOf(topology)].filter((each) => !changed.has(key(each))), ...changes]);
}
