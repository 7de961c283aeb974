import { describe, expect, test } from "vitest";
import type { Driver } from "../../src/core/provider.ts";
import { alicloudSubject } from "./alicloud.ts";
import { CHECKS } from "./checks.ts";
import type { Subject } from "./subject.ts";

/** A correct provider with one thing broken; the contract has to notice each. */
const broken = (change: Partial<Driver>): Subject => ({
  ...alicloudSubject,
  driver: { ...alicloudSubject.driver, ...change },
});
const { driver } = alicloudSubject;

const PLANTED: readonly (readonly [what: string, subject: Subject, check: keyof typeof CHECKS])[] = [
  [
    "never sees what exists",
    broken({ observe: async () => ({ resources: [], gaps: [] }) }),
    "what is observed after apply equals what was compiled: a second run writes nothing",
  ],
  [
    "takes everything of the name for its own",
    broken({
      async observe(connection, scope) {
        const { resources, gaps } = await driver.observe(connection, scope);
        return {
          resources: resources.map((resource) => ({ ...resource, ownership: "ours" as const })),
          gaps,
        };
      },
    }),
    "what is not tagged ours is not touched, and taken over only when asked",
  ],
  [
    "says that it deleted and does not",
    broken({
      execute: async (connection, step) => (step.action === "delete" ? {} : driver.execute(connection, step)),
    }),
    "delete leaves nothing, also when it was interrupted anywhere",
  ],
  [
    "takes a failed read for an empty account",
    broken({
      observe: (connection, scope) =>
        driver.observe(connection, scope).then(
          ({ resources }) => ({ resources, gaps: [] }),
          () => ({ resources: [], gaps: [] }),
        ),
    }),
    "a cloud that cannot be read is not an empty one",
  ],
  [
    "reads more than it has to",
    broken({
      async observe(connection, scope) {
        await driver.observe(connection, scope);
        return driver.observe(connection, scope);
      },
    }),
    "a fresh create stays within its budget of calls",
  ],
];

describe("the contract notices a provider that", () => {
  test.each(PLANTED)(
    "%s",
    async (_what, subject, check) => {
      const judged = CHECKS[check]?.(subject);
      await expect(judged).rejects.toThrow();
    },
    60_000,
  );
});
