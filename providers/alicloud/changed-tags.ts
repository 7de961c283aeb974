import type { UpdateStep } from "../../src/core/plan.ts";
import type { Tags } from "./ownership.ts";

/** Tags whose value is wished for and differs. */
export const changedTags = (step: UpdateStep, wished: Tags): Tags =>
  Object.fromEntries(
    Object.entries(wished).filter(([key]) =>
      step.changes.some(({ path }) => path === `tags.${key}` || path === "tags"),
    ),
  );
