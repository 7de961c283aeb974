import { EXIT, SlbctlError } from "../core/error.ts";
import type { Plan } from "../core/plan.ts";
import type { Observed, Resource } from "../core/resource.ts";
import { makePlan } from "../plan/make-plan.ts";
import type { Refusal } from "../plan/refusal.ts";
import type { Session } from "./session.ts";

export interface PlanFlags {
  readonly adopt: boolean;
  readonly replace: boolean;
}

export interface Planned {
  readonly plan: Plan;
  readonly observed: Observed;
}

function refusalError(refusals: readonly Refusal[]): SlbctlError {
  const join = (language: "en" | "zh") => refusals.map(({ text }) => text[language]).join("\n  ");
  const ways = (language: "en" | "zh") =>
    [...new Set(refusals.map(({ wayOut }) => wayOut[language]))].join("\n  ");
  const unreadable = refusals.some(({ code }) => code === "unreadable");
  return new SlbctlError(
    `refused-${refusals[0]?.code ?? "plan"}`,
    unreadable ? EXIT.environment : EXIT.usage,
    { en: `no plan was made:\n  ${join("en")}`, zh: `未生成计划：\n  ${join("zh")}` },
    { hint: { en: ways("en"), zh: ways("zh") } },
  );
}

/** Observes and plans; a refusal is an error that says the way out. */
export async function planInSession(
  session: Session,
  target: { readonly name: string; readonly region: string | undefined; readonly intent: Plan["intent"] },
  wishes: readonly Resource[],
  flags: PlanFlags,
): Promise<Planned> {
  const { descriptor, driver, connection } = session;
  const observed = await driver.observe(connection, { name: target.name });
  const made = makePlan({
    provider: descriptor.id,
    ...target,
    wishes,
    observed,
    kinds: descriptor.kinds,
    ...flags,
  });
  if (!made.ok) throw refusalError(made.error);
  return { plan: made.value, observed };
}
