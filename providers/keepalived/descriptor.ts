import { knownForDiagnosis } from "../../src/core/known-for-diagnosis.ts";
import { models } from "./models.ts";

export const descriptor = knownForDiagnosis(
  "keepalived",
  { en: "keepalived (VRRP)", zh: "keepalived（VRRP）" },
  models,
);
