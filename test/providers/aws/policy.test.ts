import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { loadSdk } from "../../../providers/aws/sdk.ts";

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

/** The policy of the page. */
const policyOf = (page: string): { readonly Version: string; readonly Statement: readonly Statement[] } => {
  const text = readFileSync(new URL(`../../../docs/providers/${page}`, import.meta.url), "utf8");
  return JSON.parse(/^```json\n(.+?)^```/ms.exec(text)?.[1] ?? "");
};

const actionsOf = ({ Action }: Statement): readonly string[] => [Action].flat();

it("the IAM policy of the page grants every action that the adapter can call, and no other", async () => {
  const { Statement } = policyOf("aws.md");
  const { commands } = await loadSdk();
  const granted = [...new Set(Statement.flatMap(actionsOf))].sort();
  expect(granted).toEqual(
    [
      "iam:CreateServiceLinkedRole",
      ...Object.keys(commands).map((name) => `elasticloadbalancing:${name}`),
    ].sort(),
  );
});

it("everything but reading is bound to our tag or to the service", () => {
  for (const statement of policyOf("aws.md").Statement) {
    const reads = actionsOf(statement).every((action) => action.includes(":Describe"));
    if (reads) expect(statement.Resource).toBe("*");
    else expect(statement.Condition, statement.Sid).toBeDefined();
  }
});

it("both pages hold the same policy", () => {
  expect(policyOf("aws.zh.md")).toEqual(policyOf("aws.md"));
});
