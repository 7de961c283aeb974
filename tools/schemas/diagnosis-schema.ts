import * as z from "zod";

const code = z.string().regex(/^SLB[1-9]\d{2}$/);
const share = z.number().min(0).max(1);
const category = z.enum([
  "hairpin",
  "health-check",
  "high-availability",
  "kubeconfig",
  "certificate",
  "timeouts",
  "network",
]);
const disposition = z.enum([
  "delivered",
  "martian-source",
  "reverse-path",
  "reply-bypass",
  "refused",
  "always-local",
  "dropped",
  "unknown",
]);
const hostPort = z.strictObject({ host: z.string(), port: z.int() });

const step = z.strictObject({
  at: z.string().describe("Where the packet is: a node or the load balancer."),
  direction: z.enum(["request", "reply"]),
  what: z.string(),
  source: z.string(),
  destination: z.string(),
});

const branch = z.strictObject({
  backend: z.string().optional().describe("Absent where none was chosen, or any may be."),
  alike: z.int().positive().optional().describe("How many backends that fare alike are told together here."),
  via: z.string().optional().describe("Address of the load balancer that was dialled."),
  share: share.optional().describe("Share of new connections; all branches sum to 1."),
  disposition,
  missing: z.array(z.string()).describe("Facts that a definite disposition would need."),
  steps: z.array(step),
});

const mode = z.enum(["per-connection", "per-client", "per-address"]);

const plausible = z.strictObject({
  models: z.array(z.string()).min(1).describe("Forwarding models that end alike."),
  share: share.describe("Share of new connections that fail."),
  mode,
  disposition,
  assume: z.string().describe("An assumption that makes the walk end so, as --assume takes it."),
});

/** A walk as `slbctl trace` prints it and as findings carry it. */
const trace = z.strictObject({
  flow: z.strictObject({
    client: z.string(),
    node: z.string(),
    target: hostPort,
    outside: z.literal(true).optional().describe("The client is no part of the cluster."),
    alone: z.literal(true).optional().describe("Only the backend on the client's own node can be healthy."),
  }),
  balancer: z.string().optional(),
  listener: z.string().optional(),
  model: z.string().optional().describe("Id of the forwarding model."),
  mode,
  branches: z.array(branch).min(1),
  caughtBy: z.string().optional().describe("Service whose rules on the client's own node caught the packet."),
  plausible: z
    .array(plausible)
    .optional()
    .describe("Where no source says what the address is: the outcomes that are possible."),
});

const remedy = z.strictObject({
  id: z.string(),
  title: z.string(),
  applicability: z.enum(["safe", "unsafe", "display-only"]),
  commands: z.array(z.string()),
  files: z.array(z.strictObject({ path: z.string(), content: z.string(), mode: z.int().optional() })),
  written: z.array(z.string()).describe("Files that --fix-dir wrote for it."),
});

const suppression = z.strictObject({
  code: z.string(),
  subject: z.string(),
  reason: z.string(),
  until: z.string().describe("Last day on which it holds."),
  at: z.string().describe("Where it was written: file, line and column."),
});

const finding = z.strictObject({
  code,
  slug: z.string(),
  category,
  severity: z.enum(["error", "warning", "info"]),
  confidence: z.enum(["high", "medium", "low"]),
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .describe("Equal for the same finding in every run: code, subject or client, and target."),
  subject: z.string().describe("What it is about; the text that a suppression's glob is matched with."),
  suppressed: z.boolean(),
  suppression: suppression.omit({ code: true, subject: true }).nullable(),
  title: z.string(),
  message: z.string(),
  counterfactual: z.string().describe("When it would not be a finding."),
  client: z
    .strictObject({
      kind: z.string(),
      name: z.string(),
      node: z.string().nullable(),
      address: z.string().nullable(),
    })
    .nullable()
    .describe("The first of those affected, where clients are."),
  instances: z
    .strictObject({ count: z.int().positive(), sample: z.array(z.string()).min(1).max(5) })
    .nullable()
    .describe("How many clients are affected alike, and the nodes of up to five."),
  target: hostPort.extend({ loadBalancer: z.string().nullable(), model: z.string().nullable() }).nullable(),
  failure: z.strictObject({
    mode: z.enum(["per-connection", "per-client", "per-address", "always", "none"]),
    share: share.nullable().describe("Share of new connections that fail; null when it cannot be told."),
  }),
  disposition: disposition.nullable(),
  evidence: z.array(
    z.strictObject({ source: z.string(), location: z.string().nullable(), value: z.string() }),
  ),
  trace: trace.nullable(),
  remedies: z
    .array(remedy)
    .describe("In order of preference; each was checked to cure and to break nothing."),
});

const missing = z.strictObject({
  fact: z.string(),
  subject: z.string(),
  reason: z.string(),
  howToProvide: z.string().nullable(),
});

/** `slbctl doctor -o json`. */
export const diagnosisSchema = z.strictObject({
  schemaVersion: z.literal(1),
  summary: z.strictObject({
    findings: z.int(),
    suppressed: z.int(),
    inconclusive: z.int(),
    checked: z.int(),
  }),
  findings: z.array(finding),
  inconclusive: z
    .array(z.strictObject({ code, subject: z.string(), missing: z.array(missing).min(1) }))
    .describe("What could not be told; never counted as fine."),
  passed: z.array(z.strictObject({ code, subject: z.string() })),
  notApplicable: z.array(code),
  suppressions: z
    .strictObject({ expired: z.array(suppression), unused: z.array(suppression) })
    .describe("Entries that hold no longer, and entries that match nothing."),
});

/** `slbctl trace -o json`. */
export const tracesSchema = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal("Traces"),
  traces: z.array(trace).min(1).describe("One for each node that the client runs on."),
});
