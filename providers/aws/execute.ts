import type { CreateStep, DeleteStep, Step, UpdateStep } from "../../src/core/plan.ts";
import type { Connection } from "./connection.ts";
import * as listener from "./execute-listener.ts";
import * as loadBalancer from "./execute-load-balancer.ts";
import * as targetGroup from "./execute-target-group.ts";
import * as targets from "./execute-targets.ts";

type Outputs = Readonly<Record<string, string>>;

/** What each kind's file offers. Every function may be called again after a failure, whatever it had got done. */
interface Executor {
  create(connection: Connection, step: CreateStep): Promise<Outputs>;
  update(connection: Connection, step: UpdateStep): Promise<Outputs>;
  remove(connection: Connection, step: DeleteStep): Promise<Outputs>;
}

const KINDS: Readonly<Record<string, Executor>> = {
  "load-balancer": loadBalancer,
  "target-group": targetGroup,
  targets,
  listener,
};

/** Carries out one step. */
export async function execute(connection: Connection, step: Step): Promise<Outputs> {
  const kind = KINDS[step.kind];
  if (kind === undefined) throw new Error(`aws has no kind "${step.kind}"`);
  if (step.action === "create") return kind.create(connection, step);
  if (step.action === "update") return kind.update(connection, step);
  return kind.remove(connection, step);
}
