import * as z from "zod";
import { planSchema } from "../../src/plan/parse-plan.ts";

const step = z.strictObject({
  action: z.enum(["create", "update", "delete"]),
  id: z.string(),
  kind: z.string(),
});

const backend = z.strictObject({
  id: z.string().describe("Instance id or address, as the provider names it."),
  address: z.string().optional(),
  port: z.int(),
  state: z.enum(["healthy", "unhealthy", "waiting", "unused", "draining", "unknown"]),
  reason: z.string().optional().describe("The provider's own reason code."),
  meaning: z.string().nullable().describe("What that means for an API server."),
});

/** `slbctl status -o json`. */
export const statusSchema = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal("Status"),
  name: z.string(),
  phase: z.enum(["absent", "provisioning", "active", "impaired", "inactive", "failed"]),
  reason: z.string().nullable(),
  id: z.string().optional(),
  addresses: z.array(z.string()),
  dnsName: z.string().optional(),
  listeners: z.array(z.strictObject({ port: z.int(), running: z.boolean(), state: z.string() })),
  backends: z.array(backend),
  healthy: z.boolean().describe("Active, and every backend answers its health check."),
});

const applied = z
  .strictObject({
    done: z.array(step),
    failed: step.extend({ code: z.string(), message: z.string() }).nullable(),
    notStarted: z.array(step),
    interrupted: z.boolean(),
    outputs: z.record(z.string(), z.record(z.string(), z.string())).describe("Physical names, by resource."),
  })
  .nullable()
  .describe("Null when the plan was only shown.");

/** `slbctl apply -o json` and `slbctl delete -o json`. */
export const applyReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal("ApplyReport"),
  plan: planSchema,
  applied,
});

/** `slbctl create -o json`; `diagnosis` is described by diagnosis.schema.json. */
export const createReportSchema = applyReportSchema.extend({
  kind: z.literal("CreateReport"),
  status: statusSchema.nullable(),
  diagnosis: z.record(z.string(), z.unknown()),
  emitted: z.strictObject({ folder: z.string(), files: z.array(z.string()) }).nullable(),
});
