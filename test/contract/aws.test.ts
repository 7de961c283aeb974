import { describe, test } from "vitest";
import { awsSubject } from "./aws.ts";
import { CHECKS } from "./checks.ts";

describe("contract: aws", () => {
  for (const [title, check] of Object.entries(CHECKS)) test(title, () => check(awsSubject), 120_000);
});
