import type { Citation } from "../../core/citation.ts";
import { MARTIAN } from "../hairpin/cites.ts";
import { defineHairpinRule } from "../hairpin/hairpin-rule.ts";
import { pastBalancer } from "../remedies/past-balancer.ts";

const SNATED: Citation = {
  kind: "lab",
  title:
    "A pod that its node translates times out like the node itself when its own node is picked, and only then (Linux 6.18)",
  checked: "2026-11-23",
};

export const rule = defineHairpinRule({
  code: "SLB108",
  slug: "snated-pod-hairpin",
  title: {
    en: "a pod leaves with its node's address, and the load balancer sends it back to that node",
    zh: "pod 以节点地址发出连接，而负载均衡器把它送回同一节点",
  },
  confidence: "high",
  cites: [SNATED, MARTIAN],
  isMine: (kind) => kind === "pod",
  ends: ({ disposition }) => disposition !== "reverse-path",
  consequence: {
    en: "The network translates the pod's source to its node's address, so the node drops what comes back as its own.",
    zh: "网络把 pod 的源地址转换成节点地址，因此返回的报文被节点当作自己发出的而丢弃。",
  },
  counterfactual: {
    en: "Not a finding if the pod does not run on a backend, if it dials a Service name instead (kube-proxy keeps that inside), or if the load balancer replaces the client's address. That the network stops translating is no cure.",
    zh: "若 pod 不在后端节点上运行，或改为访问 Service 名称（由 kube-proxy 在集群内转发），或负载均衡器替换客户端地址，则不成立。让网络不再转换源地址并不能解决问题。",
  },
  remedies: pastBalancer,
});
