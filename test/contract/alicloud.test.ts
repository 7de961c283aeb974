import { describe, test } from "vitest";
import { alicloudSubject } from "./alicloud.ts";
import { CHECKS } from "./checks.ts";

describe("contract: alicloud", () => {
  for (const [title, check] of Object.entries(CHECKS)) test(title, () => check(alicloudSubject), 120_000);
});
