import { knownForDiagnosis } from "../../src/core/known-for-diagnosis.ts";
import { models } from "./models.ts";

export const descriptor = knownForDiagnosis(
  "azure",
  { en: "Azure Load Balancer", zh: "Azure 负载均衡器" },
  models,
);
