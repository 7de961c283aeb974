import { knownForDiagnosis } from "../../src/core/known-for-diagnosis.ts";
import type { ProviderDescriptor } from "../../src/core/provider.ts";
import { models } from "./models.ts";

export const descriptor: ProviderDescriptor = {
  ...knownForDiagnosis("openstack", { en: "OpenStack Octavia", zh: "OpenStack Octavia" }, models),
  evidence: async () => (await import("./evidence.ts")).evidence,
};
