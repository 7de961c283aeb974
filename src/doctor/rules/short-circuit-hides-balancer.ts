import type { Citation } from "../../core/citation.ts";
import type { MissingFact } from "../../core/finding.ts";
import { canonicalAddress } from "../../core/net.ts";
import { fine, notApplicable, problem, type Verdict } from "../../core/rule.ts";
import type { Text } from "../../core/text.ts";
import { defineRule } from "../define-rule.ts";
import { REPLACEMENTS } from "../walk/short-circuit.ts";

const CAPTURED: Citation = {
  kind: "documentation",
  title:
    "KEP-1860: kube-proxy binds the address in a Service's status to the node, so the load balancer is bypassed",
  at: "https://github.com/kubernetes/enhancements/tree/master/keps/sig-network/1860-kube-proxy-IP-node-binding",
  checked: "2026-11-23",
};

const spelling = (address: string): string => canonicalAddress(address) ?? address;

const lacks = (fact: string, subject: string, howToProvide: string | null): Verdict => {
  const reason: Text = { en: "no source says", zh: "没有任何来源提及" };
  const missing: MissingFact = { fact, subject, reason, howToProvide };
  return { kind: "unknown", missing: [missing] };
};

export const rule = defineRule({
  code: "SLB115",
  slug: "short-circuit-hides-balancer",
  title: {
    en: "the load balancer is down for everybody outside, and nobody inside can see it",
    zh: "负载均衡器对外已不可用，而集群内部无人能察觉",
  },
  severity: "info",
  category: "hairpin",
  confidence: "high",
  cites: [CAPTURED],
  scope: "listener",
  needs: { listener: ["port", "backends"], balancer: ["addresses", "title"] },
  among: { service: ["addresses", "ports", "endpoints"], cluster: ["kubeProxyMode", "networks"] },
  check: ({ listener: { port, backends }, balancer: { addresses, title } }, { service, cluster }) => {
    const own = new Set(addresses.map(({ address }) => spelling(address)));
    const caught = [...service].find(
      ([, each]) =>
        (each.ports ?? []).some((one) => one.port === port) &&
        (each.addresses ?? []).some(({ address, ipMode }) => ipMode === "VIP" && own.has(spelling(address))),
    );
    if (caught === undefined) return notApplicable;
    const [id, { endpoints }] = caught;
    const [{ kubeProxyMode, networks = [] } = {}] = [...cluster.values()];
    const mayCatch = kubeProxyMode !== "none" || networks.some((each) => REPLACEMENTS.includes(each));
    if (kubeProxyMode === undefined || !mayCatch)
      return lacks("cluster.kubeProxyMode", id, "kubectl -n kube-system get configmap kube-proxy -o json");
    const used = backends.filter(({ weight }) => weight > 0);
    if (used.some(({ health }) => health === "healthy")) return fine;
    if (used.some(({ health }) => health !== "unhealthy"))
      return lacks("listener.backends health", title, "slbctl doctor --provider PROVIDER --lb NAME");
    if (endpoints === undefined)
      return lacks("service.endpoints", id, "kubectl get endpointslices -A -o json");
    return problem({
      message: {
        en: `load balancer ${title} has no healthy backend on port ${port} (0 of ${used.length}), yet every connection from inside the cluster succeeds: kube-proxy catches the address of Service ${id} on each node and goes straight to its ${endpoints.length} endpoints. Tests from nodes and pods prove nothing about the load balancer.`,
        zh: `负载均衡器 ${title} 在端口 ${port} 上没有健康后端（0/${used.length}），但集群内部的连接全部成功：kube-proxy 在每个节点上截获 Service ${id} 的地址，直接转发到它的 ${endpoints.length} 个端点。从节点或 pod 发起的测试说明不了负载均衡器的状况。`,
      },
      counterfactual: {
        en: "Not a finding if nobody outside the cluster uses the address, or if the backends turn healthy.",
        zh: "若集群外无人使用该地址，或后端恢复健康，则不成立。",
      },
      restsOn: { service: [id] },
      remedies: () => [
        {
          id: "test-from-outside",
          title: {
            en: "test from a machine outside the cluster, then mend the health check or the NodePort that it probes",
            zh: "从集群外的机器测试，再修复健康检查或其探测的 NodePort",
          },
          applicability: "display-only",
          commands: [],
          files: [],
          patch: undefined,
        },
      ],
    });
  },
});
