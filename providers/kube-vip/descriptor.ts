import { knownForDiagnosis } from "../../src/core/known-for-diagnosis.ts";
import { models } from "./models.ts";

export const descriptor = knownForDiagnosis("kube-vip", { en: "kube-vip", zh: "kube-vip" }, models);
