import type { UpdateStep } from "../../src/core/plan.ts";
import type { Tags } from "./ownership.ts";

/** Entries of a map in `props` that differ from what exists, by the changes of the step (`attributes.a.b` is one key). */
export const changedEntries = (
  step: UpdateStep,
  map: "tags" | "attributes",
  wish: Tags,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(wish).filter(([key]) =>
      step.changes.some(({ path }) => path === map || path === `${map}.${key}`),
    ),
  );

/** Whether a prop, or something inside it, differs. */
export const concerns = (step: UpdateStep, prop: string): boolean =>
  step.changes.some(({ path }) => path === prop || path.startsWith(`${prop}.`));
