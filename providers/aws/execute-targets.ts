import * as z from "zod/mini";
import type { CreateStep, DeleteStep, UpdateStep } from "../../src/core/plan.ts";
import { call, orAbsent } from "./call.ts";
import type { Connection } from "./connection.ts";
import { AwsFault } from "./faults.ts";
import { splitTarget, type TargetsProps, targetsProps } from "./props.ts";

type Outputs = Readonly<Record<string, string>>;

/** Targets in one call; the API states no limit, the AWS Load Balancer Controller takes 200. slbctl has at most 64. */
const describe = (targets: TargetsProps["targets"]) =>
  Object.entries(targets).map(([key, { zone }]) => {
    const { id: Id, port: Port } = splitTarget(key);
    // AWS finds the zone of an address in the VPC; one outside belongs to all zones, and that has to be said.
    return { Id, Port, ...(zone === "all" ? { AvailabilityZone: zone } : {}) };
  });

async function register(connection: Connection, arn: string, targets: TargetsProps["targets"]) {
  if (Object.keys(targets).length === 0) return;
  await call(connection, "RegisterTargets", { TargetGroupArn: arn, Targets: describe(targets) });
}

async function deregister(connection: Connection, arn: string, targets: TargetsProps["targets"]) {
  if (Object.keys(targets).length === 0) return;
  await orAbsent(call(connection, "DeregisterTargets", { TargetGroupArn: arn, Targets: describe(targets) }));
}

export async function create(connection: Connection, step: CreateStep): Promise<Outputs> {
  const { targetGroupArn, targets } = targetsProps.parse(step.props);
  await register(connection, targetGroupArn, targets);
  return { id: targetGroupArn };
}

/** New targets first, so that the group is never empty in between. Ports are always named: the same id may have two. */
export async function update(connection: Connection, step: UpdateStep): Promise<Outputs> {
  const { targetGroupArn, targets } = targetsProps.parse(step.props);
  const { changes } = step;
  const added: Record<string, { zone?: string | undefined }> = {};
  const removed: Record<string, object> = {};
  for (const { path, from, to } of changes) {
    const [, key = "", inner] = /^targets\.(.+?:\d+)(\..+)?$/.exec(path) ?? [];
    const wish = targets[key];
    if (inner === undefined && to === undefined) removed[key] = {};
    else if (inner === undefined && wish !== undefined) added[key] = wish;
    else if (inner === ".zone" && typeof from === "string" && from !== "all" && to !== "all")
      throw new AwsFault(
        { fault: "input", outcome: "refused" },
        {
          en: `target ${key} lies in ${from}, not in ${to} as the spec says`,
          zh: `目标 ${key} 位于 ${from}，而不是配置中的 ${to}`,
        },
        { hint: { en: "correct masters[].zone, then run again", zh: "请更正 masters[].zone 后重试" } },
      );
    else if (wish !== undefined) added[key] = wish;
  }
  await register(connection, targetGroupArn, added);
  await deregister(connection, targetGroupArn, removed);
  return { id: targetGroupArn };
}

export async function remove(connection: Connection, step: DeleteStep): Promise<Outputs> {
  const { targets } = z.omit(targetsProps, { targetGroupArn: true }).parse(step.props);
  await deregister(connection, step.outputs["id"] ?? "", targets);
  return {};
}
