import { knownForDiagnosis } from "../../src/core/known-for-diagnosis.ts";
import { models } from "./models.ts";

export const descriptor = knownForDiagnosis(
  "huawei",
  { en: "Huawei Cloud ELB", zh: "华为云弹性负载均衡 ELB" },
  models,
);
