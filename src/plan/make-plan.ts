import type { CreateStep, DeleteStep, Plan, Step, UpdateStep } from "../core/plan.ts";
import type { ObservedResource, Resource } from "../core/resource.ts";
import { err, ok, type Result } from "../core/result.ts";
import { type Difference, diff } from "./diff.ts";
import { observedDigest } from "./observed-digest.ts";
import { inReferenceOrder } from "./order.ts";
import type { PlanRequest } from "./plan-request.ts";
import type { Refusal } from "./refusal.ts";
import { refusals } from "./refusals.ts";

function deleteStep(found: ObservedResource, because?: readonly string[]): DeleteStep {
  const { id, kind, props, outputs } = found;
  return { action: "delete", id, kind, props, outputs, ...(because ? { because } : {}) };
}

function createStep(wish: Resource, because?: readonly string[]): CreateStep {
  return {
    action: "create",
    id: wish.id,
    kind: wish.kind,
    props: wish.props,
    ...(because ? { because } : {}),
  };
}

function updateStep({ wish, found, changes }: Extract<Difference, { action: "update" }>): UpdateStep {
  const { id, kind, props } = wish;
  return { action: "update", id, kind, props, outputs: found.outputs, changes };
}

const reasons = (difference: Extract<Difference, { action: "replace" }>): readonly string[] =>
  difference.because.map(({ path, reason }) => (path === "" ? reason.en : `${path}: ${reason.en}`));

/** Deletions backward along references; what vanishes with its container needs no step of its own. */
function deletions(
  differences: readonly Difference[],
  action: "delete" | "replace",
  kinds: PlanRequest["kinds"],
): readonly Step[] {
  const gone = differences.flatMap((d) => (d.action === action && "found" in d ? [d] : []));
  const kindsGone = new Set(gone.map(({ found }) => found.kind));
  const needed = gone.filter(({ found }) => !kindsGone.has(kinds[found.kind]?.vanishesWith ?? ""));
  const why = new Map(needed.map((d) => [d.found.id, d.action === "replace" ? reasons(d) : undefined]));
  const ordered = inReferenceOrder(needed.map((d) => d.found));
  return [...ordered].reverse().map((found) => deleteStep(found, why.get(found.id)));
}

function forward(differences: readonly Difference[], wishes: readonly Resource[]): readonly Step[] {
  const byId = new Map(differences.flatMap((d) => ("wish" in d ? [[d.wish.id, d] as const] : [])));
  return inReferenceOrder(wishes).flatMap((wish): readonly Step[] => {
    const difference = byId.get(wish.id);
    if (difference === undefined) return [];
    if (difference.action === "update") return [updateStep(difference)];
    return [createStep(wish, difference.action === "replace" ? reasons(difference) : undefined)];
  });
}

/** Wish and observation in, one ordered plan out; or every reason why there is none. Pure. */
export function makePlan(request: PlanRequest): Result<Plan, readonly Refusal[]> {
  const { wishes, observed, kinds } = request;
  const mine = observed.resources.filter(
    ({ ownership }) => ownership === "ours" || (ownership === "adoptable" && request.adopt),
  );
  const differences = diff(wishes, mine, kinds);
  const refused = refusals(request, differences);
  if (refused.length > 0) return err(refused);
  return ok({
    schemaVersion: 1,
    kind: "Plan",
    provider: request.provider,
    name: request.name,
    region: request.region,
    intent: request.intent,
    observedDigest: observedDigest(observed),
    steps: [
      ...deletions(differences, "replace", kinds),
      ...forward(differences, wishes),
      ...deletions(differences, "delete", kinds),
    ],
    known: Object.fromEntries(mine.map(({ id, outputs }) => [id, outputs])),
  });
}
