import type { Reporter, TestModule } from "vitest/node";

/** Says at the end which tests did not run and what they need; the default reporter only counts them. */
export const skippedReasons: Reporter = {
  onTestRunEnd(modules: readonly TestModule[]) {
    for (const module of modules)
      for (const test of module.children.allTests("skipped")) {
        const result = test.result();
        const note = result.state === "skipped" ? result.note : undefined;
        console.log(`not tested: ${test.fullName}${note === undefined ? "" : `: ${note}`}`);
      }
  },
};
