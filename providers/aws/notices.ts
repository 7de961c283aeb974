import type { Spec } from "../../src/core/spec.ts";
import type { Text } from "../../src/core/text.ts";

const list = (items: readonly (string | number)[]): string => [...new Set(items)].join(", ");

/**
 * Naming the load balancer's security group in a rule of the masters' admits what comes through the load balancer, also
 * where client addresses are kept. Its own rules decide who gets in; health checks are subject to those that let out.
 * (NLB user guide, "Update the security groups for your Network Load Balancer", checked 2026-11-23)
 */
function withSecurityGroups({ securityGroups, port }: Spec, ports: string): readonly Text[] {
  const groups = list(securityGroups);
  return [
    {
      en: `the masters' security groups must allow TCP ${ports} from the load balancer's security group (${groups})`,
      zh: `master 的安全组必须放行负载均衡器的安全组（${groups}）访问 TCP ${ports}`,
    },
    {
      en: `the load balancer's security group (${groups}) must allow TCP ${port} in from every client, the masters included, and TCP ${ports} out to the masters`,
      zh: `负载均衡器的安全组（${groups}）必须允许所有客户端（包括各 master）访问 TCP ${port}，并允许访问 master 的 TCP ${ports}`,
    },
  ];
}

/** What the load balancer itself connects from, as a rule would say it. */
function ownAddresses({ subnets }: Spec): Text {
  const fixed = subnets.flatMap(({ address }) => address ?? []);
  if (fixed.length === subnets.length)
    return { en: `the load balancer's addresses (${list(fixed)})`, zh: `负载均衡器的地址（${list(fixed)}）` };
  const ids = list(subnets.map(({ id }) => id));
  return {
    en: `the address ranges of the load balancer's subnets (${ids})`,
    zh: `负载均衡器所在子网的网段（${ids}）`,
  };
}

/** The rules that security groups need. What the settings themselves mean is for the doctor's rules to say. */
export function notices(spec: Spec): readonly Text[] {
  const { healthCheck, masters, clientAddress, securityGroups } = spec;
  const apiPorts = masters.map(({ port }) => port);
  const probed = healthCheck.port === undefined ? apiPorts : [healthCheck.port];
  const ports = list([...apiPorts, ...probed]);
  if (securityGroups.length > 0) return withSecurityGroups(spec, ports);
  const from = ownAddresses(spec);
  if (clientAddress !== "preserve")
    return [
      {
        en: `the masters' security groups must allow TCP ${ports} from ${from.en}`,
        zh: `master 的安全组必须放行${from.zh}访问 TCP ${ports}`,
      },
    ];
  return [
    {
      en: `the masters' security groups must allow TCP ${list(apiPorts)} from the address ranges of all clients, since the load balancer keeps client addresses`,
      zh: `master 的安全组必须放行所有客户端网段访问 TCP ${list(apiPorts)}，因为负载均衡器保留客户端地址`,
    },
    {
      en: `for the health checks, they must allow TCP ${list(probed)} from ${from.en}`,
      zh: `为进行健康检查，还必须放行${from.zh}访问 TCP ${list(probed)}`,
    },
  ];
}
