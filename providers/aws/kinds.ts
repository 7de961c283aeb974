import type { KindDescription } from "../../src/core/provider.ts";
import type { Text } from "../../src/core/text.ts";

/** The API has no call that changes these (ELBv2 2015-12-01, checked 2026-11-23). */
const fixed = (what: Text, owner: Text): Text => ({
  en: `${what.en} is fixed when the ${owner.en} is created`,
  zh: `${what.zh}在创建${owner.zh}时确定，之后不能更改`,
});

const balancer: Text = { en: "load balancer", zh: "负载均衡器" };
const group: Text = { en: "target group", zh: "目标组" };

export const kinds: Readonly<Record<string, KindDescription>> = {
  "load-balancer": {
    title: { en: "Network Load Balancer", zh: "网络负载均衡器（NLB）" },
    immutable: {
      name: fixed({ en: "the name", zh: "名称" }, balancer),
      type: fixed({ en: "the type", zh: "类型" }, balancer),
      scheme: fixed({ en: "the scheme", zh: "类型（公网或内网）" }, balancer),
      ipAddressType: {
        en: "slbctl does not change the address type of a load balancer",
        zh: "slbctl 不更改负载均衡器的地址类型",
      },
      vpcId: fixed({ en: "the VPC", zh: "VPC" }, balancer),
      hasSecurityGroups: {
        en: "a Network Load Balancer that was created without security groups can never have one, and one that has some must keep one",
        zh: "创建时没有安全组的 NLB 之后不能再添加安全组；已有安全组的 NLB 必须至少保留一个",
      },
    },
    exact: ["subnets"],
    protection: { at: ["attributes", "deletion_protection.enabled"], on: "true" },
  },
  "target-group": {
    title: { en: "target group", zh: "目标组" },
    immutable: {
      name: fixed({ en: "the name", zh: "名称" }, group),
      protocol: fixed({ en: "the protocol", zh: "协议" }, group),
      vpcId: fixed({ en: "the VPC", zh: "VPC" }, group),
      targetType: fixed({ en: "the target type", zh: "目标类型" }, group),
      ipAddressType: fixed({ en: "the address type", zh: "地址类型" }, group),
    },
    exact: [],
  },
  targets: {
    title: { en: "registered targets", zh: "已注册的目标" },
    immutable: {},
    exact: ["targets"],
    vanishesWith: "target-group",
  },
  listener: {
    title: { en: "TCP listener", zh: "TCP 侦听器" },
    immutable: {},
    exact: [],
    vanishesWith: "load-balancer",
  },
};
