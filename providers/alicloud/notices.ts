import type { Spec } from "../../src/core/spec.ts";
import type { Text } from "../../src/core/text.ts";
import { shimPort } from "./checks/health.ts";
import { PROBE_SOURCES } from "./facts-of-listener.ts";
import { readOptions } from "./options.ts";

/** What has to be done on the masters besides, and what the chosen check cannot see. */
export function notices(spec: Spec): readonly Text[] {
  const { healthCheck, masters } = spec;
  const shim = shimPort(spec, readOptions(spec.options).options);
  const port = shim ?? healthCheck.port ?? masters[0]?.port;
  const sources = PROBE_SOURCES.join(", ");
  const firewall: Text = {
    en: `host firewalls and network ACLs of the masters must admit ${sources} to port ${port}: CLB's probes come from there (security groups need no rule)`,
    zh: `master 的主机防火墙和网络 ACL 必须放行 ${sources} 访问端口 ${port}：CLB 的健康检查来自该网段（安全组无需规则）`,
  };
  if (shim !== undefined)
    return [
      {
        en: `CLB cannot check HTTPS: install the health shim on every master (port ${shim}; --emit writes it); until it answers, the master gets no traffic`,
        zh: `CLB 不支持 HTTPS 检查：请在每台 master 上安装健康检查 shim（端口 ${shim}，由 --emit 生成）；在它应答之前，该 master 不会收到流量`,
      },
      firewall,
    ];
  if (healthCheck.protocol !== "tcp") return [firewall];
  return [
    {
      en: "a TCP check only sees that the port listens: an API server that hangs or is not ready keeps its share of connections",
      zh: "TCP 检查只能看到端口在监听：卡死或未就绪的 API server 仍会分到连接",
    },
    firewall,
  ];
}
