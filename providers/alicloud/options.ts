import * as z from "zod/mini";
import type { SpecIssue } from "../../src/core/spec.ts";
import { problem } from "./checks/spec-problem.ts";

/** TCP port on which the health shim answers unless the spec says otherwise; beside 6443, outside every dynamic range. */
export const DEFAULT_HEALTH_PORT = 6440;

const about = z.describe;
const word = (description: string) => z.string().check(z.minLength(1), about(description));

/** What only CLB has. */
export const optionsSchema = z.strictObject({
  serverGroup: z.optional(
    z
      .enum(["default", "vserver"])
      .check(
        about(
          "Server group that holds the masters. Default: the default group, or a vServer group when the masters' ports differ.",
        ),
      ),
  ),
  scheduler: z._default(
    z
      .enum(["wrr", "rr", "sch", "tch"])
      .check(about("wrr weighted round robin, rr round robin, sch source hash, tch four-tuple hash.")),
    "wrr",
  ),
  healthPort: z.optional(
    z
      .int()
      .check(
        z.gte(1),
        z.lte(65_535),
        about(
          `Port of the health shim, used with healthCheck.protocol https. Default ${DEFAULT_HEALTH_PORT}.`,
        ),
      ),
  ),
  masterZone: z.optional(word("Zone of the active half, e.g. cn-hangzhou-h.")),
  slaveZone: z.optional(word("Zone of the standby half; needs masterZone.")),
  resourceGroupId: z.optional(word("Resource group, e.g. rg-acfm….")),
  modificationProtection: z._default(
    z.boolean().check(about("Refuse changes in the console; the API can still change it.")),
    false,
  ),
  chargeType: z._default(
    z.literal("PayByCLCU").check(about("The only charge type that can still be bought.")),
    "PayByCLCU",
  ),
});

export type Options = z.infer<typeof optionsSchema>;

const KNOWN = Object.keys(optionsSchema.shape).join(", ");

function issueOf(given: Readonly<Record<string, unknown>>, issue: z.core.$ZodIssue): readonly SpecIssue[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) =>
      problem(
        ["options", key],
        undefined,
        { en: `alicloud has no option "${key}"`, zh: `alicloud 没有选项“${key}”` },
        { en: `one of ${KNOWN}`, zh: `以下之一：${KNOWN}` },
      ),
    );
  const [key = ""] = issue.path;
  const expected =
    issue.code === "invalid_value"
      ? issue.values.map(String).join(", ")
      : issue.message.replace(/^Invalid input: /, "");
  return [
    problem(
      ["options", String(key)],
      given[String(key)],
      { en: `this is no value of option "${String(key)}"`, zh: `选项“${String(key)}”没有该取值` },
      issue.code === "invalid_value"
        ? { en: `one of ${expected}`, zh: `以下之一：${expected}` }
        : { en: expected, zh: expected },
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
