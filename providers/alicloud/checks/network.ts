import { isAddress } from "../../../src/core/net.ts";
import type { Spec, SpecIssue } from "../../../src/core/spec.ts";
import type { Options } from "../options.ts";
import { problem } from "./spec-problem.ts";

const NLB_OR_PROXY = {
  en: "auto or preserve; to replace it use an NLB with PreserveClientIpEnabled=false, or a proxy (slbctl render haproxy)",
  zh: "auto 或 preserve；若要替换，请改用 PreserveClientIpEnabled=false 的 NLB，或使用代理（slbctl render haproxy）",
};

function subnets({ scheme, subnets: given }: Spec): readonly SpecIssue[] {
  if (scheme === "internet-facing")
    return given.length === 0
      ? []
      : [
          problem(
            ["subnets"],
            given.map(({ id }) => id),
            {
              en: "an internet-facing CLB has a public address and lives in no vSwitch",
              zh: "公网 CLB 使用公网地址，不属于任何交换机（vSwitch）",
            },
            { en: "no subnets, or scheme: internal", zh: "不填写 subnets，或使用 scheme: internal" },
          ),
        ];
  if (given.length === 1) return [];
  return [
    problem(
      ["subnets"],
      given.length === 0 ? undefined : given.map(({ id }) => id),
      given.length === 0
        ? {
            en: "an internal CLB needs a vSwitch for its address",
            zh: "私网 CLB 需要一个交换机（vSwitch）来分配地址",
          }
        : {
            en: "a CLB has one address in one vSwitch; its standby zone needs no vSwitch of its own",
            zh: "CLB 只在一个交换机（vSwitch）中拥有一个地址；备可用区无需单独的交换机",
          },
      { en: "exactly one subnet, e.g. { id: vsw-… }", zh: "恰好一个 subnet，例如 { id: vsw-… }" },
    ),
  ];
}

function fixedAddress({ subnets: given }: Spec): readonly SpecIssue[] {
  return given.flatMap(({ address }, index) =>
    address === undefined || (isAddress(address) && !address.includes(":"))
      ? []
      : [
          problem(
            ["subnets", index, "address"],
            address,
            { en: "an internal CLB has IPv4 only", zh: "私网 CLB 仅支持 IPv4" },
            { en: "a free IPv4 address of the vSwitch", zh: "交换机（vSwitch）内一个空闲的 IPv4 地址" },
          ),
        ],
  );
}

/** Where the balancer lives and who may reach it. */
export function checkNetwork(spec: Spec, options: Options): readonly SpecIssue[] {
  const issues = [...subnets(spec), ...fixedAddress(spec)];
  if (spec.clientAddress === "replace")
    issues.push(
      problem(
        ["clientAddress"],
        spec.clientAddress,
        {
          en: "a TCP listener of CLB always keeps the client's address, so a master that reaches itself through it times out",
          zh: "CLB 的 TCP 监听始终保留客户端地址，因此 master 经由它访问自身时会超时",
        },
        NLB_OR_PROXY,
      ),
    );
  if (spec.securityGroups.length > 0)
    issues.push(
      problem(
        ["securityGroups"],
        spec.securityGroups,
        { en: "CLB has no security groups", zh: "CLB 没有安全组" },
        { en: "accessList: { type: allow, entries: […] }", zh: "accessList: { type: allow, entries: […] }" },
      ),
    );
  if (spec.crossZone === false)
    issues.push(
      problem(
        ["crossZone"],
        false,
        {
          en: "CLB is active in one zone at a time and always sends to the backends of all zones",
          zh: "CLB 同一时间只在一个可用区工作，并且总是转发到所有可用区的后端",
        },
        { en: "true, or nothing", zh: "true，或不填写" },
      ),
    );
  if (options.slaveZone !== undefined && options.masterZone === undefined)
    issues.push(
      problem(
        ["options", "slaveZone"],
        options.slaveZone,
        { en: "a standby zone is named, but no active zone", zh: "指定了备可用区，但没有指定主可用区" },
        { en: "options.masterZone beside it", zh: "同时填写 options.masterZone" },
      ),
    );
  else if (options.slaveZone !== undefined && options.slaveZone === options.masterZone)
    issues.push(
      problem(
        ["options", "slaveZone"],
        options.slaveZone,
        { en: "the standby zone is the active zone", zh: "备可用区与主可用区相同" },
        { en: "another zone", zh: "另一个可用区" },
      ),
    );
  return issues;
}
