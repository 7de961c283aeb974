import type { BackendState } from "../../src/core/provider.ts";
import type { Text } from "../../src/core/text.ts";
import type { ListenerProps } from "./props.ts";

type Check = Pick<ListenerProps, "healthCheck"> | undefined;

/** CLB gives no reason code, only that a check failed; what that means depends on what is checked. */
function abnormal(listener: Check): Text {
  const check = listener?.healthCheck;
  if (check?.type === "http")
    return {
      en: `the HTTP check of ${check.uri ?? "/"} on port ${check.connectPort} fails: the API server is not ready, the health shim does not run, or the host's firewall does not admit 100.64.0.0/10`,
      zh: `对端口 ${check.connectPort} 上 ${check.uri ?? "/"} 的 HTTP 检查失败：API server 未就绪、健康检查 shim 未运行，或主机防火墙未放行 100.64.0.0/10`,
    };
  return {
    en: "nothing accepts TCP connections on the checked port: no API server yet, or the host's firewall does not admit 100.64.0.0/10",
    zh: "被检查的端口没有接受 TCP 连接：API server 尚未启动，或主机防火墙未放行 100.64.0.0/10",
  };
}

export function stateOf(
  serverHealthStatus: string,
  weight: number | undefined,
  listener: Check,
): { readonly state: BackendState; readonly meaning: Text | undefined } {
  if (weight === 0)
    return {
      state: "unused",
      meaning: { en: "its weight is 0: it gets no new connections", zh: "权重为 0：不会收到新连接" },
    };
  if (serverHealthStatus === "normal") return { state: "healthy", meaning: undefined };
  if (serverHealthStatus === "abnormal") return { state: "unhealthy", meaning: abnormal(listener) };
  if (serverHealthStatus === "unavailable")
    return {
      state: "waiting",
      meaning: {
        en: "the first checks are not finished, the check is off, or the listener does not run",
        zh: "首次检查尚未完成、检查已关闭，或监听未运行",
      },
    };
  return { state: "unknown", meaning: undefined };
}
