import type { Master, Spec, SpecIssue } from "../../../src/core/spec.ts";
import type { Options } from "../options.ts";
import { problem } from "./spec-problem.ts";

/** What names a master in the target group. */
export const targetId = ({ address, instanceId }: Master, options: Options): string =>
  options.targetType === "ip" ? address : (instanceId ?? "");

function named(spec: Spec, options: Options, index: number): readonly SpecIssue[] {
  const master = spec.masters[index];
  if (master === undefined) return [];
  if (options.targetType === "ip")
    return master.address.includes(":")
      ? [
          problem(
            ["masters", index, "address"],
            master.address,
            { en: "an IPv4 target group takes IPv4 addresses only", zh: "IPv4 目标组只接受 IPv4 地址" },
            { en: "a private IPv4 address of the master", zh: "master 的私有 IPv4 地址" },
          ),
        ]
      : [];
  if (/^i-[0-9a-z]+$/.test(master.instanceId ?? "")) return [];
  return [
    problem(
      ["masters", index, "instanceId"],
      master.instanceId,
      {
        en: `options.targetType is instance, so master ${master.name} is named by its instance`,
        zh: `options.targetType 为 instance，因此以实例 ID 标识 master ${master.name}`,
      },
      {
        en: "the id of an EC2 instance, i-…, or targetType: ip",
        zh: "EC2 实例 ID，形如 i-…，或使用 targetType: ip",
      },
    ),
  ];
}

function twice(spec: Spec, options: Options, index: number): readonly SpecIssue[] {
  const master = spec.masters[index];
  if (master === undefined) return [];
  const key = (each: typeof master) => `${targetId(each, options)}:${each.port}`;
  const first = spec.masters.findIndex((other) => key(other) === key(master));
  if (first === index || targetId(master, options) === "") return [];
  return [
    problem(
      ["masters", index, options.targetType === "ip" ? "address" : "instanceId"],
      targetId(master, options),
      {
        en: `masters ${spec.masters[first]?.name} and ${master.name} are the same target`,
        zh: `master ${spec.masters[first]?.name} 与 ${master.name} 是同一个目标`,
      },
      { en: "a different target for each master", zh: "每台 master 对应不同的目标" },
    ),
  ];
}

/** Who stands behind the balancer. The schema's 64 masters stay below every quota. */
export function checkMasters(spec: Spec, options: Options): readonly SpecIssue[] {
  const issues = spec.masters.flatMap((_, index) => [
    ...named(spec, options, index),
    ...twice(spec, options, index),
  ]);
  const usual = spec.masters[0]?.weight;
  for (const [index, { weight, name }] of spec.masters.entries())
    if (weight === 0 || weight !== usual)
      issues.push(
        problem(
          ["masters", index, "weight"],
          weight,
          weight === 0
            ? {
                en: `targets of a Network Load Balancer have no weight, so ${name} cannot be registered and get nothing`,
                zh: `NLB 的目标没有权重，因此无法注册 ${name} 却不给它流量`,
              }
            : {
                en: "targets of a Network Load Balancer have no weight: all get the same share",
                zh: "NLB 的目标没有权重：所有目标平均分配",
              },
          weight === 0
            ? { en: "leave the master out", zh: "从 masters 中去掉该 master" }
            : { en: "the same weight for all, or none", zh: "所有 master 权重相同，或不填写" },
        ),
      );
  return issues;
}
