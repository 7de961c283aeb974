import * as z from "zod";
import type { SpecIssue } from "../../src/core/spec.ts";
import { problem } from "./checks/spec-problem.ts";

/** What only a Network Load Balancer has. */
export const optionsSchema = z.strictObject({
  targetType: z
    .enum(["ip", "instance"])
    .default("ip")
    .describe(
      "How masters are named: by address, or by instance id. Default ip: every master has an address, old instance families are no exception, and AWS itself then replaces the client's address.",
    ),
  ipAddressType: z.literal("ipv4").default("ipv4").describe("Address family of the load balancer."),
  dnsRecordClientRoutingPolicy: z
    .enum(["any_availability_zone", "partial_availability_zone_affinity", "availability_zone_affinity"])
    .default("any_availability_zone")
    .describe("Which zone's address the VPC resolver answers with: any, or with affinity the client's own."),
  unhealthyConnectionTermination: z
    .boolean()
    .default(true)
    .describe("Whether connections to a master that has become unhealthy are reset."),
  deregistrationConnectionTermination: z
    .boolean()
    .default(false)
    .describe("Whether connections that outlive drainSeconds are cut."),
});

export type Options = z.infer<typeof optionsSchema>;

const KNOWN = Object.keys(optionsSchema.shape).join(", ");

function issueOf(given: Readonly<Record<string, unknown>>, issue: z.core.$ZodIssue): readonly SpecIssue[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) =>
      problem(
        ["options", key],
        undefined,
        { en: `aws has no option "${key}"`, zh: `aws 没有选项“${key}”` },
        { en: `one of ${KNOWN}`, zh: `以下之一：${KNOWN}` },
      ),
    );
  const [key = ""] = issue.path;
  const words =
    issue.code === "invalid_value"
      ? issue.values.map(String).join(", ")
      : issue.message.replace(/^Invalid input: /, "");
  return [
    problem(
      ["options", String(key)],
      given[String(key)],
      { en: `this is no value of option "${String(key)}"`, zh: `选项“${String(key)}”没有该取值` },
      issue.code === "invalid_value"
        ? { en: `one of ${words}`, zh: `以下之一：${words}` }
        : { en: words, zh: words },
    ),
  ];
}

/** The options with defaults filled in, and every problem with them; the defaults stand in for a faulty set. */
export function readOptions(given: Readonly<Record<string, unknown>>): {
  readonly options: Options;
  readonly issues: readonly SpecIssue[];
} {
  const read = optionsSchema.safeParse(given);
  if (read.success) return { options: read.data, issues: [] };
  return {
    options: optionsSchema.parse({}),
    issues: read.error.issues.flatMap((issue) => issueOf(given, issue)),
  };
}
