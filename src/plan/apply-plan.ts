import { SlbctlError } from "../core/error.ts";
import type { Plan, Step } from "../core/plan.ts";
import type { ResourceId } from "../core/resource.ts";
import { type Outputs, resolveProps } from "./resolve-refs.ts";

export interface ApplyReport {
  readonly done: readonly Step[];
  /** The step during which it stopped, and why; absent when all were done or the user interrupted between two. */
  readonly failed: { readonly step: Step; readonly error: SlbctlError } | undefined;
  readonly notStarted: readonly Step[];
  readonly interrupted: boolean;
  /** Outputs of everything that exists now, by resource. */
  readonly outputs: ReadonlyMap<ResourceId, Outputs>;
}

export interface ApplyTools {
  /** Carries out one step whose references are resolved. */
  readonly execute: (step: Step) => Promise<Outputs>;
  readonly onStart: (step: Step) => void;
  readonly onDone: (step: Step) => void;
  /** Fires when the user interrupts: the step in flight is finished, no further one is begun. */
  readonly signal: AbortSignal;
}

/** Carries out a plan step by step. A failure is a report, not an exception; only defects are thrown. */
export async function applyPlan(plan: Plan, tools: ApplyTools): Promise<ApplyReport> {
  const outputs = new Map<ResourceId, Outputs>(Object.entries(plan.known));
  const done: Step[] = [];
  const report = (failed: ApplyReport["failed"], interrupted: boolean): ApplyReport => {
    const started = done.length + (failed === undefined ? 0 : 1);
    return { done, failed, notStarted: plan.steps.slice(started), interrupted, outputs };
  };
  for (const step of plan.steps) {
    if (tools.signal.aborted) return report(undefined, true);
    tools.onStart(step);
    // References of a deletion may point at what is gone already; its own outputs name it.
    const props = step.action === "delete" ? step.props : resolveProps(step.props, outputs);
    try {
      const made = await tools.execute({ ...step, props });
      if (step.action === "delete") outputs.delete(step.id);
      else outputs.set(step.id, { ...outputs.get(step.id), ...made });
    } catch (error) {
      if (!(error instanceof SlbctlError)) throw error;
      return report({ step, error }, error.code === "interrupted");
    }
    done.push(step);
    tools.onDone(step);
  }
  return report(undefined, false);
}
