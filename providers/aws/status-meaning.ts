import type { BackendState } from "../../src/core/provider.ts";
import type { Text } from "../../src/core/text.ts";

const STATES: Readonly<Record<string, BackendState>> = {
  initial: "waiting",
  healthy: "healthy",
  unhealthy: "unhealthy",
  "unhealthy.draining": "unhealthy",
  unused: "unused",
  draining: "draining",
  unavailable: "unknown",
};

/** What a reason of DescribeTargetHealth means for an API server (facts checked 2026-11-23). */
const MEANINGS: Readonly<Record<string, Text>> = {
  "Elb.RegistrationInProgress": {
    en: "being registered; this takes a minute or two",
    zh: "正在注册；需要一两分钟",
  },
  "Elb.InitialHealthChecking": {
    en: "the first checks are running; allow threshold × interval and one or two minutes",
    zh: "正在进行首次检查；请等待 阈值 × 间隔 再加一两分钟",
  },
  "Target.FailedHealthChecks": {
    en: "the check fails: no API server on the port yet, a TLS failure (TLS 1.3 only?), a status code outside the accepted ones (401: --anonymous-auth=false), or a security group that keeps the load balancer out",
    zh: "检查失败：端口上尚无 API server、TLS 失败（仅 TLS 1.3？）、状态码不在接受范围（401：--anonymous-auth=false），或安全组未放行负载均衡器",
  },
  "Target.Timeout": {
    en: "no answer in time: a security group, network ACL or route drops the probes of the load balancer, or the API server is overloaded",
    zh: "未及时应答：安全组、网络 ACL 或路由丢弃了负载均衡器的探测，或 API server 过载",
  },
  "Target.ResponseCodeMismatch": {
    en: "a status code outside the accepted ones: 401 --anonymous-auth=false, 403 path not allowed, 500 not ready (etcd, shutdown), 400 plain HTTP to the TLS port, 404 wrong path",
    zh: "状态码不在接受范围：401 --anonymous-auth=false；403 路径未授权；500 未就绪（etcd、正在关闭）；400 明文 HTTP 访问 TLS 端口；404 路径错误",
  },
  "Target.NotRegistered": { en: "not in the target group", zh: "不在目标组中" },
  "Target.NotInUse": {
    en: "no listener uses the target group, or the target's zone has no subnet of the load balancer: compare masters[].zone with subnets[].zone",
    zh: "没有侦听器使用该目标组，或目标所在可用区没有负载均衡器的子网：请比较 masters[].zone 与 subnets[].zone",
  },
  "Target.InvalidState": { en: "the instance is stopped or terminated", zh: "实例已停止或终止" },
  "Target.IpUnusable": {
    en: "the address belongs to a load balancer",
    zh: "该地址属于某个负载均衡器",
  },
  "Target.DeregistrationInProgress": {
    en: "removed; its connections live on until the deregistration delay ends",
    zh: "已移除；现有连接保留到取消注册延迟结束",
  },
  "Target.HealthCheckDisabled": { en: "health checks are disabled", zh: "健康检查已关闭" },
  "Elb.InternalError": { en: "an error inside AWS; ask again later", zh: "AWS 内部错误；请稍后重试" },
};

export const stateOf = (state: string | undefined): BackendState => STATES[state ?? ""] ?? "unknown";

export const meaningOf = (reason: string | undefined): Text | undefined => MEANINGS[reason ?? ""];
