import type { Diagnosis } from "../../src/core/finding.ts";
import type { Observation } from "../../src/core/observation.ts";
import type { Rule } from "../../src/core/rule.ts";
import { fold } from "../../src/core/topology.ts";
import { diagnose } from "../../src/doctor/diagnose.ts";
import { flowsOf } from "../../src/doctor/flows-of-masters.ts";
import { rules } from "../../src/doctor/rules/index.gen.ts";
import { type Case, models, observations } from "./topologies.ts";

export const diagnosedFrom = (seen: Iterable<Observation>, by: readonly Rule[] = rules): Diagnosis =>
  diagnose(fold(seen), { models, rules: by, flows: flowsOf });

export const diagnosed = (of: Case, by: readonly Rule[] = rules): Diagnosis =>
  diagnosedFrom(observations(of), by);
