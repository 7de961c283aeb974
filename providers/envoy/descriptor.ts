import { knownForDiagnosis } from "../../src/core/known-for-diagnosis.ts";
import { models } from "./models.ts";

export const descriptor = knownForDiagnosis("envoy", { en: "Envoy", zh: "Envoy" }, models);
