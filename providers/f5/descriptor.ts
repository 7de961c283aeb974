import { knownForDiagnosis } from "../../src/core/known-for-diagnosis.ts";
import { models } from "./models.ts";

export const descriptor = knownForDiagnosis("f5", { en: "F5 BIG-IP", zh: "F5 BIG-IP" }, models);
