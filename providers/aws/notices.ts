import type { Spec } from "../../src/core/spec.ts";
import type { Text } from "../../src/core/text.ts";

const list = (items: readonly string[]): string => items.join(", ");

/** Who connects to a master, as a security group rule would name it. */
function sources({ securityGroups, subnets }: Spec): Text {
  if (securityGroups.length > 0)
    return {
      en: `the load balancer's security group (${list(securityGroups)})`,
      zh: `负载均衡器的安全组（${list(securityGroups)}）`,
    };
  const fixed = subnets.flatMap(({ address }) => address ?? []);
  if (fixed.length === subnets.length && fixed.length > 0)
    return { en: `the load balancer's addresses (${list(fixed)})`, zh: `负载均衡器的地址（${list(fixed)}）` };
  const ids = list(subnets.map(({ id }) => id));
  return {
    en: `the ranges of the load balancer's subnets (${ids}); a load balancer without security groups cannot be named in a rule`,
    zh: `负载均衡器所在子网的网段（${ids}）；没有安全组的负载均衡器无法在规则中引用`,
  };
}

/** The rule that the masters' security groups need, and what the chosen settings mean. */
export function notices(spec: Spec): readonly Text[] {
  const { healthCheck, masters, kubernetes } = spec;
  const apiPorts = [...new Set(masters.map(({ port }) => port))];
  const checked = healthCheck.port === undefined ? [] : [healthCheck.port];
  const ports = list([...new Set([...apiPorts, ...checked])].map(String));
  const from = sources(spec);
  const preserve = spec.clientAddress === "preserve";
  const rule: Text = preserve
    ? {
        en: `the masters' security groups must allow TCP ${list(apiPorts.map(String))} from the address ranges of all clients, since the load balancer keeps client addresses, and TCP ${ports} from ${from.en} for the health checks`,
        zh: `master 的安全组必须放行所有客户端网段访问 TCP ${list(apiPorts.map(String))}（负载均衡器保留客户端地址），并放行${from.zh}访问 TCP ${ports} 以进行健康检查`,
      }
    : {
        en: `the masters' security groups must allow TCP ${ports} from ${from.en}`,
        zh: `master 的安全组必须放行${from.zh}访问 TCP ${ports}`,
      };
  const texts: Text[] = [rule];
  if (spec.securityGroups.length === 0)
    texts.push({
      en: "the load balancer gets no security group and can never be given one later; whoever can route to it can connect",
      zh: "负载均衡器没有安全组，之后也无法添加；凡能路由到它的主机都能连接",
    });
  if (preserve)
    texts.push({
      en: "client addresses are kept: a master, or a pod on it, that is sent back to itself by the load balancer times out",
      zh: "保留客户端地址：master 或其上的 Pod 若被负载均衡器转回自身，连接会超时",
    });
  if (healthCheck.protocol === "tcp")
    texts.push({
      en: "a TCP check only sees that the port listens: an API server that hangs or is not ready keeps its share of connections",
      zh: "TCP 检查只能看到端口在监听：卡死或未就绪的 API server 仍会分到连接",
    });
  if (healthCheck.protocol === "https" && !kubernetes.anonymousAuth)
    texts.push({
      en: `with --anonymous-auth=false the check is answered with 401 and every master counts as unhealthy: allow ${healthCheck.path} in an AuthenticationConfiguration, or check the health shim by http`,
      zh: `使用 --anonymous-auth=false 时检查会返回 401，所有 master 都被视为不健康：请在 AuthenticationConfiguration 中放行 ${healthCheck.path}，或用 http 检查健康检查 shim`,
    });
  return texts;
}
