import { knownForDiagnosis } from "../../src/core/known-for-diagnosis.ts";
import { models } from "./models.ts";

export const descriptor = knownForDiagnosis(
  "gcp",
  { en: "Google Cloud load balancers", zh: "Google Cloud 负载均衡器" },
  models,
);
