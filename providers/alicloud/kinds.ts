import type { KindDescription } from "../../src/core/provider.ts";
import type { Text } from "../../src/core/text.ts";

/** CLB has no call that changes these (facts: SLB API 2014-05-15, checked 2026-11). */
const fixedAtCreation = (what: Text): Text => ({
  en: `${what.en} is fixed when the load balancer is created`,
  zh: `${what.zh}在创建负载均衡器时确定，之后不能更改`,
});

const vanishesWith = "load-balancer";

const belongsTo: KindDescription["immutable"] = {
  loadBalancerId: { en: "it belongs to another load balancer", zh: "它属于另一个负载均衡器" },
};

export const kinds: Readonly<Record<string, KindDescription>> = {
  "load-balancer": {
    title: { en: "load balancer (CLB)", zh: "负载均衡实例（CLB）" },
    immutable: {
      addressType: fixedAtCreation({ en: "whether the address is public", zh: "地址类型（公网或私网）" }),
      ipVersion: fixedAtCreation({ en: "the IP version", zh: "IP 版本" }),
      vSwitchId: fixedAtCreation({ en: "the vSwitch", zh: "交换机（vSwitch）" }),
      vpcId: fixedAtCreation({ en: "the VPC", zh: "专有网络（VPC）" }),
      address: fixedAtCreation({ en: "the address", zh: "IP 地址" }),
      masterZoneId: fixedAtCreation({ en: "the active zone", zh: "主可用区" }),
      slaveZoneId: fixedAtCreation({ en: "the standby zone", zh: "备可用区" }),
      resourceGroupId: fixedAtCreation({ en: "the resource group", zh: "资源组" }),
    },
    exact: [],
    protection: { at: ["deleteProtection"], on: "on" },
  },
  "access-list": {
    title: { en: "access control list", zh: "访问控制列表" },
    immutable: {
      ...belongsTo,
      ipVersion: {
        en: "the IP version of an access list is fixed when it is created",
        zh: "访问控制列表的 IP 版本在创建时确定，之后不能更改",
      },
    },
    exact: ["entries"],
  },
  backends: {
    title: { en: "default server group", zh: "默认服务器组" },
    immutable: belongsTo,
    exact: ["servers"],
    vanishesWith,
  },
  "server-group": {
    title: { en: "vServer group", zh: "虚拟服务器组" },
    immutable: belongsTo,
    exact: ["servers"],
    vanishesWith,
  },
  listener: {
    title: { en: "TCP listener", zh: "TCP 监听" },
    immutable: {
      ...belongsTo,
      backendServerPort: {
        en: "a listener on the default server group keeps its backend port; options.serverGroup: vserver allows changing it",
        zh: "使用默认服务器组的监听不能更改后端端口；options.serverGroup: vserver 则允许更改",
      },
      scheduling: {
        en: "CLB refuses to change between round robin (wrr, rr) and hashing (sch, tch)",
        zh: "CLB 不允许在轮询（wrr、rr）与哈希（sch、tch）调度之间切换",
      },
    },
    exact: [],
    vanishesWith,
  },
};
