import type { Citation } from "../../core/citation.ts";
import { type FlowContext, fine, notApplicable, problem } from "../../core/rule.ts";
import { knownValue } from "../../core/topology.ts";
import type { Branch, Disposition } from "../../core/trace.ts";
import { defineFlowRule } from "../define-rule.ts";
import { kubeletsAreLocal } from "../flows-of-masters.ts";
import { localApiServer } from "../remedies/local-api-server.ts";
import { replaceClientAddress } from "../remedies/replace-client-address.ts";
import { shareInWords } from "../share-in-words.ts";

const FAILING: ReadonlySet<Disposition> = new Set(["martian-source", "reverse-path", "dropped"]);

const KUBEADM: Citation = {
  kind: "issue",
  title: "kubeadm behind a load balancer that does not hairpin: joins fail in a share of attempts",
  at: "https://github.com/kubernetes/kubeadm/issues/1685",
  checked: "2026-11-23",
};
const LOCAL_MODE: Citation = {
  kind: "source",
  title: "ControlPlaneKubeletLocalMode, on by default since kubeadm 1.33 (KEP-4471)",
  at: "https://github.com/kubernetes/kubernetes/pull/129956",
  checked: "2026-11-23",
};

const sum = (branches: readonly Branch[]): number =>
  branches.reduce((total, { share }) => total + (share ?? 0), 0);

function unknownOf({ trace, topology }: FlowContext) {
  return trace.branches
    .flatMap(({ missing }) => missing)
    .map((fact) => ({
      fact,
      subject: trace.listener ?? trace.balancer ?? trace.flow.target.host,
      reason: { en: "the walk needs it and no source says", zh: "推演需要它，但没有任何来源提及" },
      howToProvide:
        knownValue(topology, "balancer", trace.balancer ?? "", "provider") === undefined
          ? null
          : "slbctl status",
    }));
}

export const rule = defineFlowRule({
  code: "SLB101",
  slug: "hairpin-on-master",
  title: {
    en: "a client dials a load balancer that sends some of its connections back to the client's own node",
    zh: "客户端访问的负载均衡器会把它的部分连接送回客户端自己所在的节点",
  },
  severity: "error",
  category: "hairpin",
  confidence: "high",
  cites: [KUBEADM, LOCAL_MODE],
  scope: "flow",
  needs: { client: ["kind", "name"], node: ["addresses"] },
  check: ({ client, node }, context) => {
    const { trace, topology } = context;
    if (
      trace.balancer === undefined &&
      trace.branches.every(({ disposition }) => disposition === "delivered")
    )
      return notApplicable;
    const failing = trace.branches.filter(({ disposition }) => FAILING.has(disposition));
    if (failing.length === 0) {
      const isOpen = trace.branches.some(({ disposition }) => disposition === "unknown");
      return isOpen ? { kind: "unknown", missing: unknownOf(context) } : fine;
    }
    const share = sum(failing);
    const perClient = trace.mode === "per-client";
    const words = shareInWords(share, trace.mode);
    const who = `${client.name} (${trace.flow.node}, ${node.addresses[0] ?? "?"})`;
    const maybe = client.kind === "kubelet" && kubeletsAreLocal(topology) === undefined;
    return problem({
      message: {
        en: `${words.en} of ${who} to ${trace.flow.target.host}:${trace.flow.target.port} hangs until its timeout: the load balancer keeps the source address and picks the client's own node. All health checks stay green.`,
        zh: `${who} 到 ${trace.flow.target.host}:${trace.flow.target.port} 的${words.zh}会一直挂到超时：负载均衡器保留源地址，并选中了客户端自己所在的节点。所有健康检查都显示正常。`,
      },
      counterfactual: maybe
        ? {
            en: "Not a finding if kubeadm is 1.33 or newer (its kubelets on masters dial the local API server), or if the endpoint's name leads to the master itself there.",
            zh: "若 kubeadm 为 1.33 或更高版本（master 上的 kubelet 访问本机 API server），或该名称在 master 上指向本机，则不成立。",
          }
        : {
            en: "Not a finding if the endpoint's name leads to the master itself there, or if the load balancer replaces the client's address.",
            zh: "若该名称在 master 上指向本机，或负载均衡器替换客户端地址，则不成立。",
          },
      failure: { mode: share > 0.999 && !perClient ? "always" : trace.mode, share: perClient ? null : share },
      disposition: failing[0]?.disposition ?? "unknown",
      remedies: [...localApiServer(topology, trace), ...replaceClientAddress(context)],
    });
  },
});
