import type { Citation } from "../../core/citation.ts";
import { defineHairpinRule } from "../hairpin/hairpin-rule.ts";
import { pastBalancer } from "../remedies/past-balancer.ts";

const UNSNATED: Citation = {
  kind: "lab",
  title:
    "A pod with its own address times out when its own node is picked: dropped by rp_filter 1, reset by the pod with 0 and 2 (Linux 6.18)",
  checked: "2026-11-23",
};

export const rule = defineHairpinRule({
  code: "SLB109",
  slug: "unsnated-pod-hairpin",
  title: {
    en: "a pod keeps its own address, and the answer of its own node goes past the load balancer",
    zh: "pod 保留自己的地址，而它所在节点的应答绕过负载均衡器",
  },
  confidence: "medium",
  cites: [UNSNATED],
  isMine: (kind) => kind === "pod",
  ends: ({ disposition }) => disposition === "reverse-path",
  consequence: {
    en: "The pod keeps its address, so its node answers it directly from the node's address, which the pod never dialled and resets.",
    zh: "pod 保留自己的地址，因此所在节点会以节点地址直接应答它，而 pod 从未访问过该地址，于是将其重置。",
  },
  counterfactual: {
    en: "Not a finding if the pod does not run on a backend, if it dials a Service name instead, or if the load balancer replaces the client's address.",
    zh: "若 pod 不在后端节点上运行，或改为访问 Service 名称，或负载均衡器替换客户端地址，则不成立。",
  },
  remedies: pastBalancer,
});
