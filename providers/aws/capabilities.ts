import type { Capability, Support } from "../../src/core/provider.ts";

const yes: Support = { can: "yes" };

/** What a TCP listener of a Network Load Balancer can do for an API server. */
export const capabilities: Readonly<Record<Capability, Support>> = {
  "https-health-check": {
    can: "yes",
  },
  "http-health-check": yes,
  "tcp-health-check": yes,
  "replace-client-address": yes,
  "preserve-client-address": {
    can: "partly",
    why: {
      en: "a master that reaches itself through the load balancer then times out",
      zh: "启用后，master 经由负载均衡器访问自身时会超时",
    },
    cite: {
      kind: "documentation",
      title: "Troubleshoot your Network Load Balancer: requests from a target to its load balancer time out",
      at: "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-troubleshooting.html#loopback-timeout",
      checked: "2026-11-23",
    },
  },
  "idle-timeout": { can: "partly", why: { en: "60 to 6000 seconds", zh: "60 至 6000 秒" } },
  draining: { can: "partly", why: { en: "0 to 3600 seconds", zh: "0 至 3600 秒" } },
  "cross-zone": yes,
  "security-groups": {
    can: "partly",
    why: {
      en: "only if the load balancer is created with at least one; the first cannot be added later",
      zh: "仅当创建时至少指定一个；之后无法添加第一个安全组",
    },
  },
  "access-list": {
    can: "no",
    why: { en: "an NLB has none; use securityGroups", zh: "NLB 没有访问控制列表；请使用 securityGroups" },
  },
  "deletion-protection": yes,
  "fixed-address": {
    can: "partly",
    why: {
      en: "internal load balancers only, chosen when a subnet is added",
      zh: "仅限内网负载均衡器，且只能在加入子网时指定",
    },
  },
  "internet-facing": yes,
  weights: {
    can: "no",
    why: { en: "targets of an NLB have no weight", zh: "NLB 的目标没有权重" },
  },
  "ip-backends": yes,
  "instance-backends": yes,
};
