import * as z from "zod";
import { anyLine } from "../../src/collect/topology/line-schema.ts";
import type { GeneratedFile } from "../gen.ts";

/** JSON Schema of one line of a topology file. */
export async function generate(): Promise<readonly GeneratedFile[]> {
  const schema = {
    title: "slbctl topology: one line of a JSON Lines file",
    ...z.toJSONSchema(anyLine(), { target: "draft-7" }),
  };
  return [{ path: "schemas/topology.schema.json", content: `${JSON.stringify(schema, null, 2)}\n` }];
}
