import type { Citation } from "../../core/citation.ts";
import { fine, notApplicable, problem } from "../../core/rule.ts";
import { defineFlowRule } from "../define-rule.ts";
import { dialled } from "../dialled.ts";
import { fails } from "../failing-branches.ts";
import { missingFacts } from "../missing-facts.ts";

const IPTABLES: Citation = {
  kind: "issue",
  title:
    "kube-proxy (iptables) reaches all endpoints from inside with externalTrafficPolicy: Local, since 1.15",
  at: "https://github.com/kubernetes/kubernetes/pull/77523",
  checked: "2026-11-23",
};
const IPVS: Citation = {
  kind: "issue",
  title:
    "kube-proxy (ipvs) drops a load balancer's address on nodes without an endpoint, with externalTrafficPolicy: Local",
  at: "https://github.com/kubernetes/kubernetes/issues/75262",
  checked: "2026-11-23",
};
const ALIBABA: Citation = {
  kind: "documentation",
  title:
    "Pods cannot reach the gateway's CLB address on nodes without a gateway pod when the policy is Local",
  at: "https://www.alibabacloud.com/help/en/asm/ambient/user-guide/how-to-do-if-the-kubernetes-cluster-pods-cannot-access-clb-address-in-ingress-gateway",
  checked: "2026-11-23",
};

export const rule = defineFlowRule({
  code: "SLB114",
  slug: "short-circuit-local-policy",
  title: {
    en: "kube-proxy catches the load balancer's address and has no endpoint on the node to hand it to",
    zh: "kube-proxy 截获了负载均衡器的地址，而本节点没有可转发的端点",
  },
  severity: "error",
  category: "hairpin",
  confidence: "medium",
  cites: [IPTABLES, IPVS, ALIBABA],
  scope: "flow",
  applies: ({ trace: { caughtBy } }) => caughtBy !== undefined,
  needs: { client: ["kind"] },
  among: { service: ["externalTrafficPolicy", "endpointNodes"] },
  check: ({ client: { kind } }, { trace }, among) => {
    const service = trace.caughtBy ?? "";
    const { externalTrafficPolicy, endpointNodes = [] } = among.service.get(service) ?? {};
    if (externalTrafficPolicy !== "Local") return notApplicable;
    if (fails(trace, "unknown")) return { kind: "unknown", missing: missingFacts(trace) };
    if (
      !trace.branches.some(({ disposition, backend }) => disposition === "dropped" && backend === undefined)
    )
      return fine;
    const sample = endpointNodes.slice(0, 3);
    return problem({
      message: (who) => ({
        en: `every new connection of ${who.en} to ${dialled(trace)} hangs until its timeout: the address is Service ${service}'s, kube-proxy catches it on the node, and with externalTrafficPolicy: Local it hands it to endpoints of that node only, of which there are none${sample.length === 0 ? "" : ` (they run on ${sample.join(", ")}${endpointNodes.length > sample.length ? ", …" : ""})`}. The load balancer is never reached.`,
        zh: `${who.zh} 访问 ${dialled(trace)} 的每个新连接都会一直挂到超时：该地址属于 Service ${service}，kube-proxy 在本节点截获它，而 externalTrafficPolicy: Local 只允许转发给本节点的端点，本节点却没有${sample.length === 0 ? "" : `（端点位于 ${sample.join("、")}${endpointNodes.length > sample.length ? " 等" : ""}）`}。报文根本到不了负载均衡器。`,
      }),
      counterfactual: {
        en: `Not a finding if ${kind === "pod" ? "the pod runs" : "the client runs"} beside an endpoint, if the status names a host name or ipMode: Proxy instead of an address, or if kube-proxy is of a version and mode that falls back to endpoints of other nodes.`,
        zh: `若${kind === "pod" ? "该 pod" : "客户端"}与端点在同一节点，或状态中给出的是主机名或 ipMode: Proxy 而非地址，或 kube-proxy 的版本与模式会回退到其他节点的端点，则不成立。`,
      },
      failure: { mode: "always", share: 1 },
      disposition: "dropped",
      restsOn: { service: [service] },
      remedies: () => [
        {
          id: "dial-cluster-ip",
          title: {
            en: "let the client dial the Service's name or ClusterIP: the policy is for addresses from outside only",
            zh: "让客户端访问 Service 的名称或 ClusterIP：该策略只针对来自外部的地址",
          },
          applicability: "display-only",
          commands: [],
          files: [],
          patch: undefined,
        },
        {
          id: "policy-cluster",
          title: {
            en: "externalTrafficPolicy: Cluster, which costs the client's address behind the Service",
            zh: "改用 externalTrafficPolicy: Cluster，代价是 Service 后端看不到客户端地址",
          },
          applicability: "unsafe",
          commands: [
            `kubectl -n ${service.split("/")[0]} patch service ${service.split("/")[1]} -p '{"spec":{"externalTrafficPolicy":"Cluster"}}'`,
          ],
          files: [],
          patch: undefined,
        },
      ],
    });
  },
});
