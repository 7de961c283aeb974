import { knownForDiagnosis } from "../../src/core/known-for-diagnosis.ts";
import { models } from "./models.ts";

export const descriptor = knownForDiagnosis(
  "tencent",
  { en: "Tencent Cloud CLB", zh: "腾讯云负载均衡 CLB" },
  models,
);
