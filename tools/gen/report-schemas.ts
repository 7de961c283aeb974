import * as z from "zod";
import { planSchema } from "../../src/plan/parse-plan.ts";
import type { GeneratedFile } from "../gen.ts";
import { tracesSchema } from "../schemas/diagnosis-schema.ts";
import { applyReportSchema, createReportSchema, statusSchema } from "../schemas/report-schemas.ts";

const SCHEMAS = {
  plan: planSchema,
  status: statusSchema,
  "apply-report": applyReportSchema,
  "create-report": createReportSchema,
  trace: tracesSchema,
};

/** JSON Schemas of the machine formats, for those who read them. */
export async function generate(): Promise<readonly GeneratedFile[]> {
  return Object.entries(SCHEMAS).map(([name, schema]) => ({
    path: `schemas/${name}.schema.json`,
    content: `${JSON.stringify({ title: `slbctl ${name}`, ...z.toJSONSchema(schema, { target: "draft-7" }) }, null, 2)}\n`,
  }));
}
