import { type Spec, type SpecInput, specSchema } from "../../../src/core/spec.ts";

export const ZONES = ["eu-central-1a", "eu-central-1b", "eu-central-1c"] as const;

export const MASTERS: SpecInput["masters"] = ZONES.map((zone, index) => ({
  name: `m${index + 1}`,
  address: `10.0.${index + 1}.11`,
  instanceId: `i-0000000000000000${index + 1}`,
  zone,
}));

/** The spec as a user writes it; `changes` replace its top-level fields. */
const inputWith = (changes: Partial<SpecInput> = {}): SpecInput => ({
  apiVersion: "slbctl/v1",
  kind: "LoadBalancer",
  name: "prod-api",
  provider: "aws",
  region: "eu-central-1",
  subnets: ZONES.map((zone, index) => ({ id: `subnet-${index + 1}`, zone })),
  masters: MASTERS,
  ...changes,
});

/** A spec that an NLB can do. */
export const specWith = (changes: Partial<SpecInput> = {}): Spec => specSchema.parse(inputWith(changes));
