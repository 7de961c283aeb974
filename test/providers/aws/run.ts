import { compile } from "../../../providers/aws/compile.ts";
import type { Connection } from "../../../providers/aws/connection.ts";
import { driver } from "../../../providers/aws/driver.ts";
import { kinds } from "../../../providers/aws/kinds.ts";
import type { Plan } from "../../../src/core/plan.ts";
import type { Spec } from "../../../src/core/spec.ts";
import { type ApplyReport, applyPlan } from "../../../src/plan/apply-plan.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";

export interface Wish {
  readonly adopt?: boolean;
  readonly replace?: boolean;
  /** Which load balancer is to be deleted; needed only where there is no spec. */
  readonly name?: string;
}

/** Observes and plans like the command line; a refusal is thrown as `code: text`. Without a spec it plans the deletion. */
export async function planFor(
  connection: Connection,
  spec: Spec | undefined,
  wish: Wish = {},
): Promise<Plan> {
  const name = spec?.name ?? wish.name ?? "prod-api";
  const compiled = spec === undefined ? undefined : compile(spec);
  if (compiled !== undefined && !compiled.ok) throw new Error("does not compile");
  const planned = makePlan({
    provider: "aws",
    name,
    region: connection.region,
    intent: spec === undefined ? "delete" : "create",
    wishes: compiled?.value.resources ?? [],
    observed: await driver.observe(connection, { name }),
    kinds,
    adopt: wish.adopt ?? false,
    replace: wish.replace ?? false,
  });
  if (!planned.ok) throw new Error(planned.error.map(({ code, text }) => `${code}: ${text.en}`).join("; "));
  return planned.value;
}

export const carryOut = (connection: Connection, plan: Plan): Promise<ApplyReport> =>
  applyPlan(plan, {
    execute: (step) => driver.execute(connection, step),
    onStart: () => undefined,
    onDone: () => undefined,
    signal: connection.signal,
  });

/** Plans and carries out; throws what the step failed with. */
export async function apply(
  connection: Connection,
  spec: Spec | undefined,
  wish: Wish = {},
): Promise<ApplyReport> {
  const report = await carryOut(connection, await planFor(connection, spec, wish));
  if (report.failed) throw report.failed.error;
  return report;
}
