import type { Capability, Support } from "../../src/core/provider.ts";

const yes: Support = { can: "yes" };

/** What a TCP listener of CLB can do for an API server. */
export const capabilities: Readonly<Record<Capability, Support>> = {
  "https-health-check": {
    can: "partly",
    why: {
      en: "CLB checks a TCP listener by TCP or plain HTTP only; https is compiled to HTTP against a health shim on each master",
      zh: "CLB 只能用 TCP 或明文 HTTP 检查 TCP 监听；https 会编译为对每台 master 上健康检查 shim 的 HTTP 检查",
    },
    cite: {
      kind: "documentation",
      title: "CreateLoadBalancerTCPListener: HealthCheckType tcp or http",
      at: "https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-createloadbalancertcplistener",
      checked: "2026-11-23",
    },
  },
  "http-health-check": {
    can: "partly",
    why: {
      en: "with HEAD, never on the API port, and only whole classes of status codes can be accepted",
      zh: "使用 HEAD 方法，不能指向 API 端口，且只能接受整段状态码",
    },
  },
  "tcp-health-check": yes,
  "replace-client-address": {
    can: "no",
    why: {
      en: "a TCP listener always keeps the client's address; a backend that reaches itself through it times out",
      zh: "TCP 监听始终保留客户端地址；后端经由它访问自身时会超时",
    },
  },
  "preserve-client-address": yes,
  "idle-timeout": { can: "partly", why: { en: "10 to 900 seconds", zh: "10 至 900 秒" } },
  draining: { can: "partly", why: { en: "off, or 10 to 900 seconds", zh: "关闭，或 10 至 900 秒" } },
  "cross-zone": {
    can: "partly",
    why: {
      en: "always on: one zone is active and sends to the backends of all zones",
      zh: "始终开启：单个可用区工作，并转发到所有可用区的后端",
    },
  },
  "security-groups": {
    can: "no",
    why: { en: "CLB has none; use accessList", zh: "CLB 没有安全组；请使用 accessList" },
  },
  "access-list": { can: "partly", why: { en: "IPv4 ranges, at most 300", zh: "IPv4 网段，最多 300 条" } },
  "deletion-protection": yes,
  "fixed-address": { can: "partly", why: { en: "internal load balancers only", zh: "仅限私网负载均衡" } },
  "internet-facing": yes,
  weights: yes,
  "ip-backends": {
    can: "no",
    why: { en: "backends are named by ECS instance id", zh: "后端以 ECS 实例 ID 标识" },
  },
  "instance-backends": yes,
};
