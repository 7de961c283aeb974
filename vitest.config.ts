import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { skippedReasons } from "./test/skipped-reasons.ts";

const env = { SLBCTL_LANG: "en", NO_COLOR: "1", AWS_EC2_METADATA_DISABLED: "true" };
const shared = { isolate: false, hookTimeout: 30_000, env } as const;

// .ci/run counts tests from this file.
const report = process.env["SLBCTL_TEST_REPORT"];
const json = (outputFile: string): ["json", { outputFile: string }] => ["json", { outputFile }];

/** `npm test` runs the first project, in under three minutes; `npm run test:clients` the second. */
export default defineConfig({
  test: {
    // Vitest leaves a core free, which on two cores is half the time: tests wait more than they compute.
    maxWorkers: Math.max(2, availableParallelism()),
    reporters: ["default", skippedReasons, ...(report === undefined ? [] : [json(report)])],
    projects: [
      {
        test: {
          ...shared,
          name: "slbctl",
          include: ["test/**/*.test.ts"],
          exclude: ["test/clients/**"],
          testTimeout: 20_000,
        },
      },
      // Programs that we did not write; each starts at its own pace.
      { test: { ...shared, name: "clients", include: ["test/clients/**/*.test.ts"], testTimeout: 240_000 } },
    ],
  },
});
