import { fine, notApplicable, problem } from "../../core/rule.ts";
import { defineFlowRule } from "../define-rule.ts";
import { dialled } from "../dialled.ts";
import { diesAtHome, fails, shareOf } from "../failing-branches.ts";
import { missingFacts } from "../missing-facts.ts";
import { localApiServer } from "../remedies/local-api-server.ts";
import { redirectAtHome } from "../remedies/redirect-at-home.ts";
import { replaceClientAddress } from "../remedies/replace-client-address.ts";
import { shareInWords } from "../share-in-words.ts";

export const rule = defineFlowRule({
  code: "SLB102",
  slug: "hairpin-at-bootstrap",
  title: {
    en: "kubeadm init dials a load balancer that has only kubeadm's own master to choose",
    zh: "kubeadm init 访问的负载均衡器只有它自己所在的 master 可选",
  },
  severity: "error",
  category: "hairpin",
  confidence: "medium",
  cites: [
    {
      kind: "issue",
      title: "kubeadm init and join through a load balancer that does not hairpin",
      at: "https://github.com/kubernetes/kubeadm/issues/1685",
      checked: "2026-11-23",
    },
    {
      kind: "issue",
      title: "kubeadm behind Alibaba Cloud CLB: asks for the local API server",
      at: "https://github.com/kubernetes/kubeadm/issues/2996",
      checked: "2026-11-23",
    },
    {
      kind: "source",
      title: "All calls of kubeadm init go to localAPIEndpoint",
      at: "https://github.com/kubernetes/kubernetes/pull/138449",
      checked: "2026-11-23",
    },
  ],
  scope: "flow",
  needs: { client: ["kind"] },
  check: ({ client: { kind } }, { trace }) => {
    if (kind !== "kubeadm") return notApplicable;
    const failing = trace.branches.filter(diesAtHome);
    if (failing.length === 0)
      return fails(trace, "unknown") ? { kind: "unknown", missing: missingFacts(trace) } : fine;
    const share = shareOf(failing);
    return problem({
      message: (who) => {
        const words = shareInWords(share, "per-connection", who, dialled(trace));
        return {
          en: `${words.en} hangs until its timeout: before another master has joined this one is the only backend that can be healthy, and its connections come back to it`,
          zh: `${words.zh}会一直挂到超时：在其他 master 加入之前，本机是唯一可能健康的后端，它的连接都会绕回自己`,
        };
      },
      counterfactual: {
        en: "Not a finding if kubeadm carries kubernetes/kubernetes#138449 (init dials the local API server) and its kubelet is local (1.33 or newer), if the address leads to the master itself during init, or if the load balancer replaces the client's address.",
        zh: "若 kubeadm 已包含 kubernetes/kubernetes#138449（init 访问本机 API server）且其 kubelet 访问本机（1.33 及以上），或该地址在 init 期间指向本机，或负载均衡器替换客户端地址，则不成立。",
      },
      failure: { mode: share > 0.999 ? "always" : "per-connection", share },
      disposition: failing[0]?.disposition ?? "unknown",
      remedies: (context) => [
        ...localApiServer(context),
        ...replaceClientAddress(context),
        ...redirectAtHome(context),
      ],
    });
  },
});
