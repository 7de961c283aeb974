import { knownForDiagnosis } from "../../src/core/known-for-diagnosis.ts";
import { models } from "./models.ts";

export const descriptor = knownForDiagnosis(
  "openstack",
  { en: "OpenStack Octavia", zh: "OpenStack Octavia" },
  models,
);
