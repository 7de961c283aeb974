import type { Trace } from "../core/trace.ts";

/** Traces as JSON, schemaVersion 1; prose in English only. */
export const tracesJson = (traces: readonly Trace[]): object => ({
  schemaVersion: 1,
  kind: "Traces",
  traces: traces.map((trace) => ({
    ...trace,
    branches: trace.branches.map((branch) => ({
      ...branch,
      steps: branch.steps.map((step) => ({ ...step, what: step.what.en })),
    })),
  })),
});
