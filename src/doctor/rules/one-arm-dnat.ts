import { fine, notApplicable, problem } from "../../core/rule.ts";
import { defineFlowRule } from "../define-rule.ts";
import { dialled } from "../dialled.ts";
import { diesAtHome, fails, shareOf } from "../failing-branches.ts";
import { missingFacts } from "../missing-facts.ts";
import { localApiServer } from "../remedies/local-api-server.ts";
import { masqueradeAtBalancer } from "../remedies/masquerade-at-balancer.ts";
import { redirectAtHome } from "../remedies/redirect-at-home.ts";
import { replaceClientAddress } from "../remedies/replace-client-address.ts";
import { shareInWords } from "../share-in-words.ts";

export const rule = defineFlowRule({
  code: "SLB104",
  slug: "one-arm-dnat",
  title: {
    en: "backends answer a client of their own subnet past the load balancer",
    zh: "后端绕过负载均衡器，直接应答同一子网的客户端",
  },
  severity: "error",
  category: "hairpin",
  confidence: "high",
  cites: [
    {
      kind: "lab",
      title:
        "Destination NAT beside the backends, client in their subnet: the SYN-ACK comes from the backend's own address, the client resets it and keeps retransmitting, whichever backend was chosen",
      checked: "2026-11-23",
    },
    {
      kind: "article",
      title: "LVS-NAT: a client in the real servers' subnet never gets an answer",
      at: "http://ynotes.cn/blog/article_detail/194",
      checked: "2026-11-23",
    },
  ],
  scope: "flow",
  needs: { client: ["kind"] },
  check: ({ client: { kind } }, { trace, model }) => {
    // Only where replies go as routing says can they miss the load balancer.
    const mayBypass = model?.cases.some(({ is }) => is.source !== "translator" && is.reply === "by-route");
    if (mayBypass !== true || trace.branches.every(({ disposition }) => disposition === "always-local"))
      return notApplicable;
    if (!fails(trace, "reply-bypass"))
      return fails(trace, "unknown") ? { kind: "unknown", missing: missingFacts(trace) } : fine;
    const failing = trace.branches.filter((each) => each.disposition === "reply-bypass" || diesAtHome(each));
    const share = shareOf(failing);
    return problem({
      message: (who) => {
        const words = shareInWords(share, trace.mode, who, dialled(trace));
        return {
          en: `${words.en} hangs until its timeout: the load balancer rewrites the destination only, and a backend in the client's subnet answers straight to the client, which never dialled that address and resets it`,
          zh: `${words.zh}会一直挂到超时：负载均衡器只改写目的地址，而与客户端同子网的后端会直接应答客户端，客户端从未访问过该地址，于是将其重置`,
        };
      },
      counterfactual: {
        en: `Not a finding if the load balancer replaces the client's address as well (SNAT, full NAT), if it is the backends' gateway and they have no direct route to ${kind === "kubelet" ? "the masters" : "the client"}, or if clients are in another subnet.`,
        zh: "若负载均衡器同时替换客户端地址（SNAT、full NAT），或它是后端的网关且后端没有到客户端的直连路由，或客户端位于其他子网，则不成立。",
      },
      failure: { mode: share > 0.999 ? "always" : trace.mode, share },
      disposition: "reply-bypass",
      remedies: (context) => [
        ...replaceClientAddress(context),
        ...masqueradeAtBalancer(context),
        ...localApiServer(context),
        ...redirectAtHome(context),
      ],
    });
  },
});
