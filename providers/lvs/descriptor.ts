import { knownForDiagnosis } from "../../src/core/known-for-diagnosis.ts";
import { models } from "./models.ts";

export const descriptor = knownForDiagnosis("lvs", { en: "LVS (IPVS)", zh: "LVS（IPVS）" }, models);
