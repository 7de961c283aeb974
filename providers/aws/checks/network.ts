import type { Spec, SpecIssue } from "../../../src/core/spec.ts";
import { problem } from "./spec-problem.ts";

function subnets({ subnets: given }: Spec): readonly SpecIssue[] {
  if (given.length === 0)
    return [
      problem(
        ["subnets"],
        undefined,
        {
          en: "a Network Load Balancer has one address in a subnet of each zone it works in",
          zh: "NLB 在其工作的每个可用区的一个子网中各有一个地址",
        },
        {
          en: "at least one subnet, e.g. { id: subnet-…, zone: eu-central-1a }",
          zh: "至少一个子网，例如 { id: subnet-…, zone: eu-central-1a }",
        },
      ),
    ];
  return given.flatMap(({ id, zone }, index): readonly SpecIssue[] => {
    const twin = given.findIndex((other) => other.id === id);
    if (twin < index)
      return [
        problem(
          ["subnets", index, "id"],
          id,
          { en: `this subnet is listed already (subnets[${twin}])`, zh: `该子网已列出（subnets[${twin}]）` },
          { en: "each subnet once", zh: "每个子网只列一次" },
        ),
      ];
    const rival = given.findIndex((other) => zone !== undefined && other.zone === zone);
    if (rival === -1 || rival >= index) return [];
    return [
      problem(
        ["subnets", index, "zone"],
        zone,
        {
          en: `a Network Load Balancer takes one subnet per zone; ${given[rival]?.id} is in this zone too`,
          zh: `NLB 在每个可用区只能使用一个子网；${given[rival]?.id} 也在该可用区`,
        },
        { en: "one subnet of each zone", zh: "每个可用区一个子网" },
      ),
    ];
  });
}

function addresses({ scheme, subnets: given }: Spec): readonly SpecIssue[] {
  return given.flatMap(({ address }, index): readonly SpecIssue[] => {
    if (address === undefined) return [];
    const path = ["subnets", index, "address"];
    if (scheme === "internet-facing")
      return [
        problem(
          path,
          address,
          {
            en: "only an internal Network Load Balancer lets its private address be chosen",
            zh: "只有内网 NLB 可以指定私有地址",
          },
          { en: "no address, or scheme: internal", zh: "不填写 address，或使用 scheme: internal" },
        ),
      ];
    if (!address.includes(":")) return [];
    return [
      problem(
        path,
        address,
        { en: "slbctl makes IPv4 load balancers", zh: "slbctl 创建的是 IPv4 负载均衡器" },
        { en: "a free IPv4 address of the subnet", zh: "子网内一个空闲的 IPv4 地址" },
      ),
    ];
  });
}

/** Where the balancer lives, what it is called and who may reach it. */
export function checkNetwork(spec: Spec): readonly SpecIssue[] {
  const issues = [...subnets(spec), ...addresses(spec)];
  if (spec.name.startsWith("internal-"))
    issues.push(
      problem(
        ["name"],
        spec.name,
        { en: "AWS reserves names beginning with internal-", zh: "AWS 保留以 internal- 开头的名称" },
        { en: "another name", zh: "换一个名称" },
      ),
    );
  if (spec.name.includes("--"))
    issues.push(
      problem(
        ["name"],
        spec.name,
        {
          en: "target groups, which get the same name, may not have two hyphens in a row",
          zh: "目标组使用同一名称，而其名称不能包含连续两个连字符",
        },
        { en: "single hyphens", zh: "单个连字符" },
      ),
    );
  if (spec.accessList !== undefined)
    issues.push(
      problem(
        ["accessList"],
        spec.accessList,
        { en: "a Network Load Balancer has no access list", zh: "NLB 没有访问控制列表" },
        {
          en: "securityGroups: [sg-…], whose inbound rules say who may connect",
          zh: "securityGroups: [sg-…]，由其入站规则决定谁可以连接",
        },
      ),
    );
  return issues;
}
