import type { Spec, SpecIssue } from "../../../src/core/spec.ts";
import type { Options } from "../options.ts";
import { problem } from "./spec-problem.ts";

/** Ids of ECS instances. Network interfaces (eni-…) and container instances (eci-…) run no API server of kubeadm's. */
const INSTANCE_ID = /^i-[A-Za-z0-9-]{1,60}$/;

const AN_INSTANCE_ID = { en: "the id of an ECS instance, i-…", zh: "ECS 实例 ID，形如 i-…" };

/** The one port of all masters, or undefined where they differ. */
export function commonPort({ masters }: Spec): number | undefined {
  const ports = new Set(masters.map(({ port }) => port));
  return ports.size === 1 ? masters[0]?.port : undefined;
}

function instance({ masters }: Spec, index: number): readonly SpecIssue[] {
  const path = ["masters", index, "instanceId"] as const;
  const master = masters[index];
  const id = master?.instanceId;
  if (id === undefined)
    return [
      problem(
        path,
        undefined,
        {
          en: `CLB names its backends by instance; master ${master?.name} has no instanceId`,
          zh: `CLB 以实例 ID 标识后端；master ${master?.name} 缺少 instanceId`,
        },
        AN_INSTANCE_ID,
      ),
    ];
  if (!INSTANCE_ID.test(id))
    return [
      problem(path, id, { en: "this is no ECS instance id", zh: "这不是 ECS 实例 ID" }, AN_INSTANCE_ID),
    ];
  const first = masters.findIndex(({ instanceId }) => instanceId === id);
  if (first === index) return [];
  return [
    problem(
      path,
      id,
      {
        en: `masters ${masters[first]?.name} and ${master?.name} are the same instance`,
        zh: `master ${masters[first]?.name} 与 ${master?.name} 是同一个实例`,
      },
      { en: "a different instance for each master", zh: "每台 master 对应不同的实例" },
    ),
  ];
}

function family({ masters }: Spec, index: number): readonly SpecIssue[] {
  const address = masters[index]?.address;
  if (address === undefined || !address.includes(":")) return [];
  return [
    problem(
      ["masters", index, "address"],
      address,
      {
        en: "an IPv4 CLB sends to the primary private IPv4 address of the instance",
        zh: "IPv4 CLB 会转发到实例的主私网 IPv4 地址",
      },
      { en: "the primary private IPv4 address of the instance", zh: "实例的主私网 IPv4 地址" },
    ),
  ];
}

/** Who stands behind the balancer. The schema's 64 masters stay below CLB's 200 backends. */
export function checkMasters(spec: Spec, options: Options): readonly SpecIssue[] {
  const issues = spec.masters.flatMap((_, index) => [...instance(spec, index), ...family(spec, index)]);
  if (options.serverGroup === "default" && commonPort(spec) === undefined)
    issues.push(
      problem(
        ["options", "serverGroup"],
        "default",
        {
          en: "in the default server group all backends have the listener's one backend port, but the masters' ports differ",
          zh: "默认服务器组中所有后端共用监听的同一个后端端口，而各 master 的端口不同",
        },
        {
          en: "vserver, or nothing, or one port for all masters",
          zh: "vserver，或不填写，或让所有 master 使用同一端口",
        },
      ),
    );
  const weights = new Set(spec.masters.map(({ weight }) => weight).filter((weight) => weight > 0));
  if (weights.size > 1 && options.scheduler !== "wrr")
    issues.push(
      problem(
        ["options", "scheduler"],
        options.scheduler,
        {
          en: "only wrr looks at weights, and the masters' weights differ",
          zh: "只有 wrr 考虑权重，而各 master 的权重不同",
        },
        { en: "wrr, or equal weights", zh: "wrr，或相同的权重" },
      ),
    );
  if (weights.size === 0)
    issues.push(
      problem(
        ["masters"],
        spec.masters.map(({ weight }) => weight),
        {
          en: "every master has weight 0, so nobody would get a connection",
          zh: "所有 master 的权重均为 0，将没有任何后端接收连接",
        },
        { en: "at least one weight above 0", zh: "至少一个大于 0 的权重" },
      ),
    );
  return issues;
}
