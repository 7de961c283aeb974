import type { Citation } from "../../core/citation.ts";
import { MARTIAN } from "../hairpin/cites.ts";
import { defineHairpinRule } from "../hairpin/hairpin-rule.ts";
import { pastBalancer } from "../remedies/past-balancer.ts";

const INGRESS: Citation = {
  kind: "article",
  title:
    "Pods time out on the address of an intranet CLB when their own node is picked, and work through others",
  at: "https://blazehu.com/2024/08/20/devops/landun_clb",
  checked: "2026-11-23",
};

export const rule = defineHairpinRule({
  code: "SLB107",
  slug: "ingress-controller-hairpin",
  title: {
    en: "an ingress controller dials its own load balancer",
    zh: "ingress 控制器访问自己的负载均衡器",
  },
  confidence: "medium",
  cites: [INGRESS, MARTIAN],
  isMine: (kind) => kind === "ingress-controller",
  consequence: {
    en: "Self-checks, external authentication and calls from one host of the Ingress to another go this way; users see one upstream timeout in so many.",
    zh: "自检、外部认证以及从 Ingress 的一个主机名到另一个主机名的调用都走这条路；用户会看到一定比例的上游超时。",
  },
  counterfactual: {
    en: "Not a finding if the address leads to the node itself there, or if the load balancer replaces the client's address.",
    zh: "若该地址在节点上指向本机，或负载均衡器替换客户端地址，则不成立。",
  },
  remedies: pastBalancer,
});
