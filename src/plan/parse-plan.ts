import * as z from "zod";
import type { Plan } from "../core/plan.ts";
import type { Value } from "../core/resource.ts";
import { err, ok, type Result } from "../core/result.ts";

const value: z.ZodType<Value> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.strictObject({ $ref: z.string(), output: z.string() }),
    z.array(value),
    z.record(z.string(), value),
  ]),
);
const outputs = z.record(z.string(), z.string());
const step = { id: z.string(), kind: z.string(), props: z.record(z.string(), value) };
const change = z.strictObject({ path: z.string(), from: value.optional(), to: value.optional() });

export const planSchema = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal("Plan"),
  provider: z.string(),
  name: z.string(),
  region: z.string().optional(),
  intent: z.enum(["create", "delete"]),
  observedDigest: z.string().regex(/^[0-9a-f]{64}$/),
  steps: z.array(
    z.discriminatedUnion("action", [
      z.strictObject({ action: z.literal("create"), ...step, because: z.array(z.string()).optional() }),
      z.strictObject({ action: z.literal("update"), ...step, outputs, changes: z.array(change) }),
      z.strictObject({
        action: z.literal("delete"),
        ...step,
        outputs,
        because: z.array(z.string()).optional(),
      }),
    ]),
  ),
  known: z.record(z.string(), outputs),
});

/** Reads a stored plan; every problem as `path: what was expected`. */
export function parsePlan(text: string): Result<Plan, readonly string[]> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return err([`not JSON: ${(error as Error).message}`]);
  }
  const parsed = planSchema.safeParse(json);
  if (!parsed.success)
    return err(
      parsed.error.issues.map(({ path, message }) => `${path.join(".") || "(whole file)"}: ${message}`),
    );
  return ok({ ...parsed.data, region: parsed.data.region } as Plan);
}
