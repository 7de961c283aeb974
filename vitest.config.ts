import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    env: { SLBCTL_LANG: "en", NO_COLOR: "1", AWS_EC2_METADATA_DISABLED: "true" },
  },
});
