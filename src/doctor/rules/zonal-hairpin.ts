import type { Citation } from "../../core/citation.ts";
import { fine, notApplicable, problem } from "../../core/rule.ts";
import { defineFlowRule } from "../define-rule.ts";
import { dialled } from "../dialled.ts";
import { diesAtHome, fails, shareOf } from "../failing-branches.ts";
import { missingFacts } from "../missing-facts.ts";
import { atHome } from "../remedies/at-home.ts";
import { shareInWords } from "../share-in-words.ts";

const CROSS_ZONE: Citation = {
  kind: "documentation",
  title: "NLB: with cross-zone load balancing off, a node only serves the targets of its own zone",
  at: "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html",
  checked: "2026-11-23",
};
const OWN_ZONE: Citation = {
  kind: "issue",
  title: "Failures follow the address of the caller's own zone",
  at: "https://github.com/aws/amazon-vpc-cni-k8s/issues/2505",
  checked: "2026-11-23",
};

export const rule = defineFlowRule({
  code: "SLB111",
  slug: "zonal-hairpin",
  title: {
    en: "the load balancer's address in the client's own zone sends its connections back to the client's node",
    zh: "负载均衡器在客户端所在可用区的地址把连接送回客户端自己的节点",
  },
  severity: "error",
  category: "hairpin",
  confidence: "high",
  cites: [CROSS_ZONE, OWN_ZONE],
  scope: "flow",
  needs: { client: ["kind"] },
  check: ({ client: { kind } }, { trace }) => {
    if (trace.mode !== "per-address" || kind === "kubeadm" || fails(trace, "reply-bypass"))
      return notApplicable;
    const failing = trace.branches.filter(diesAtHome);
    if (failing.length === 0)
      return fails(trace, "unknown") ? { kind: "unknown", missing: missingFacts(trace) } : fine;
    const [{ via } = { via: undefined }] = failing;
    const atIt = trace.branches.filter((each) => each.via === via);
    const ofIt = Math.round((100 * shareOf(failing.filter((each) => each.via === via))) / shareOf(atIt));
    return problem({
      message: (who) => {
        const words = shareInWords(shareOf(failing), trace.mode, who, dialled(trace));
        return {
          en: `${words.en} hangs until its timeout. Without cross-zone balancing each address serves the backends of its own zone only: ${ofIt}% of what this client sends to ${via ?? "that address"} comes back to it. Name servers rotate the addresses, so it looks like chance.`,
          zh: `${words.zh}会一直挂到超时。未启用跨可用区时，每个地址只服务本可用区的后端：该客户端发往 ${via ?? "该地址"} 的连接有 ${ofIt}% 会绕回自己。DNS 轮换返回各地址，因此看起来像是偶发。`,
        };
      },
      counterfactual: {
        en: "Not a finding if the load balancer replaces the client's address or the address leads to the client's own node there. Turning cross-zone balancing on is no cure: the same share then fails through every address.",
        zh: "若负载均衡器替换客户端地址，或该地址在客户端节点上指向本机，则不成立。启用跨可用区并不能解决：同样比例的连接会改为在所有地址上失败。",
      },
      failure: { mode: "per-address", share: shareOf(failing) },
      disposition: failing[0]?.disposition ?? "unknown",
      remedies: atHome,
    });
  },
});
