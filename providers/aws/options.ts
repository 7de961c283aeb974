import * as z from "zod/mini";
import type { SpecIssue } from "../../src/core/spec.ts";
import type { Text } from "../../src/core/text.ts";
import { problem } from "./checks/spec-problem.ts";

const about = z.describe;

/** What only a Network Load Balancer has. */
export const optionsSchema = z.strictObject({
  targetType: z._default(
    z
      .enum(["ip", "instance"])
      .check(
        about(
          "How masters are named: by address, or by instance id. Default ip: every master has an address, old instance families are no exception, and AWS itself then replaces the client's address.",
        ),
      ),
    "ip",
  ),
  ipAddressType: z._default(z.literal("ipv4").check(about("Address family of the load balancer.")), "ipv4"),
  dnsRecordClientRoutingPolicy: z._default(
    z
      .enum(["any_availability_zone", "partial_availability_zone_affinity", "availability_zone_affinity"])
      .check(
        about("Which zone's address the VPC resolver answers with: any, or with affinity the client's own."),
      ),
    "any_availability_zone",
  ),
  unhealthyConnectionTermination: z._default(
    z.boolean().check(about("Whether connections to a master that has become unhealthy are reset.")),
    true,
  ),
  deregistrationConnectionTermination: z._default(
    z.boolean().check(about("Whether connections that outlive drainSeconds are cut.")),
    false,
  ),
});

export type Options = z.infer<typeof optionsSchema>;

const KNOWN = Object.keys(optionsSchema.shape).join(", ");

/** What would have been right; zod/mini has no messages of its own. */
function expected(issue: z.core.$ZodIssue): Text {
  if (issue.code === "invalid_type") return { en: `a ${issue.expected}`, zh: `类型为 ${issue.expected}` };
  const words = issue.code === "invalid_value" ? issue.values.map(String).join(", ") : issue.code;
  return { en: `one of ${words}`, zh: `以下之一：${words}` };
}

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
  return [
    problem(
      ["options", String(key)],
      given[String(key)],
      { en: `this is no value of option "${String(key)}"`, zh: `选项“${String(key)}”没有该取值` },
      expected(issue),
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
