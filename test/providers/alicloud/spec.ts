import { type Spec, type SpecInput, specSchema } from "../../../src/core/spec.ts";

export const MASTERS: SpecInput["masters"] = [
  { name: "m1", address: "10.0.0.11", instanceId: "i-m1" },
  { name: "m2", address: "10.0.0.12", instanceId: "i-m2" },
  { name: "m3", address: "10.0.0.13", instanceId: "i-m3" },
];

/** A spec that CLB can do; `changes` replace its top-level fields. */
export const specWith = (changes: Partial<SpecInput> = {}): Spec =>
  specSchema.parse({
    apiVersion: "slbctl/v1",
    kind: "LoadBalancer",
    name: "prod-api",
    provider: "alicloud",
    region: "cn-hangzhou",
    vpcId: "vpc-1",
    subnets: [{ id: "vsw-1" }],
    masters: MASTERS,
    ...changes,
  });
