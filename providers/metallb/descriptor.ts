import { knownForDiagnosis } from "../../src/core/known-for-diagnosis.ts";
import { models } from "./models.ts";

export const descriptor = knownForDiagnosis("metallb", { en: "MetalLB", zh: "MetalLB" }, models);
