import type { Step } from "../../src/core/plan.ts";
import type { Connection } from "./connection.ts";
import { accessList } from "./execute-access-list.ts";
import { backends } from "./execute-backends.ts";
import { listener } from "./execute-listener.ts";
import { loadBalancer } from "./execute-load-balancer.ts";
import { serverGroup } from "./execute-server-group.ts";
import type { Executor, Outputs } from "./executor.ts";

const KINDS: Readonly<Record<string, Executor>> = {
  "load-balancer": loadBalancer,
  "access-list": accessList,
  backends,
  "server-group": serverGroup,
  listener,
};

/** Carries out one step. Writes to one load balancer never overlap: CLB refuses them while it is configuring. */
export async function execute(connection: Connection, step: Step): Promise<Outputs> {
  const kind = KINDS[step.kind];
  if (kind === undefined) throw new Error(`alicloud has no kind "${step.kind}"`);
  if (step.action === "create") return kind.create(connection, step);
  if (step.action === "update") return kind.update(connection, step);
  return kind.remove(connection, step);
}
