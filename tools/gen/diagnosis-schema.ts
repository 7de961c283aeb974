import * as z from "zod";
import type { GeneratedFile } from "../gen.ts";
import { diagnosisSchema } from "../schemas/diagnosis-schema.ts";

/** The JSON Schema of `slbctl doctor -o json`. */
export async function generate(): Promise<readonly GeneratedFile[]> {
  const schema = { title: "slbctl diagnosis", ...z.toJSONSchema(diagnosisSchema, { target: "draft-7" }) };
  return [{ path: "schemas/diagnosis.schema.json", content: `${JSON.stringify(schema, null, 2)}\n` }];
}
