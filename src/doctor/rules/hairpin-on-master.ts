import type { Citation } from "../../core/citation.ts";
import { fine, notApplicable, problem } from "../../core/rule.ts";
import { defineFlowRule } from "../define-rule.ts";
import { dialled } from "../dialled.ts";
import { diesAtHome, fails, shareOf } from "../failing-branches.ts";
import { missingFacts } from "../missing-facts.ts";
import { localApiServer } from "../remedies/local-api-server.ts";
import { redirectAtHome } from "../remedies/redirect-at-home.ts";
import { replaceClientAddress } from "../remedies/replace-client-address.ts";
import { shareInWords } from "../share-in-words.ts";

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

const COUNTERFACTUAL = {
  en: "Not a finding if the address leads to the master itself there, or if the load balancer replaces the client's address.",
  zh: "若该地址在 master 上指向本机，或负载均衡器替换客户端地址，则不成立。",
};
const COUNTERFACTUAL_OF_KUBELET = {
  en: "Not a finding with kubeadm 1.33 or newer (its kubelets on masters dial the local API server), if the address leads to the master itself there, or if the load balancer replaces the client's address.",
  zh: "若 kubeadm 为 1.33 或更高版本（master 上的 kubelet 访问本机 API server），或该地址在 master 上指向本机，或负载均衡器替换客户端地址，则不成立。",
};

export const rule = defineFlowRule({
  code: "SLB101",
  slug: "hairpin-on-master",
  title: {
    en: "the load balancer sends a client's connections back to the client's own node",
    zh: "负载均衡器把客户端的连接送回客户端自己所在的节点",
  },
  severity: "error",
  category: "hairpin",
  confidence: "high",
  cites: [KUBEADM, LOCAL_MODE],
  scope: "flow",
  needs: { client: ["kind"] },
  check: ({ client: { kind } }, { trace }) => {
    const { branches, mode, balancer } = trace;
    const isDirect = balancer === undefined && branches.every((each) => each.disposition === "delivered");
    // hairpin-at-bootstrap judges kubeadm; where replies bypass the balancer, one-arm-dnat tells it all.
    if (isDirect || kind === "kubeadm" || fails(trace, "reply-bypass")) return notApplicable;
    const failing = branches.filter(diesAtHome);
    if (failing.length === 0)
      return fails(trace, "unknown") ? { kind: "unknown", missing: missingFacts(trace) } : fine;
    const share = shareOf(failing);
    const perClient = mode === "per-client";
    return problem({
      message: (who) => {
        const words = shareInWords(share, mode, who, dialled(trace));
        return {
          en: `${words.en} hangs until its timeout: the load balancer keeps the source address and picks the client's own node. All health checks stay green.`,
          zh: `${words.zh}会一直挂到超时：负载均衡器保留源地址，并选中了客户端自己所在的节点。所有健康检查都显示正常。`,
        };
      },
      counterfactual: kind === "kubelet" ? COUNTERFACTUAL_OF_KUBELET : COUNTERFACTUAL,
      failure: { mode: share > 0.999 && !perClient ? "always" : mode, share: perClient ? null : share },
      disposition: failing[0]?.disposition ?? "unknown",
      remedies: (context) => [
        ...localApiServer(context),
        ...replaceClientAddress(context),
        ...redirectAtHome(context),
      ],
    });
  },
});
