import { KUBEADM_JOINS, LOCAL_MODE } from "../hairpin/cites.ts";
import { defineHairpinRule } from "../hairpin/hairpin-rule.ts";
import { atHome } from "../remedies/at-home.ts";

export const rule = defineHairpinRule({
  code: "SLB101",
  slug: "hairpin-on-master",
  title: {
    en: "the load balancer sends the kubelet's connections back to the kubelet's own node",
    zh: "负载均衡器把 kubelet 的连接送回 kubelet 自己所在的节点",
  },
  confidence: "high",
  cites: [KUBEADM_JOINS, LOCAL_MODE],
  isMine: (kind) => kind === "kubelet",
  consequence: {
    en: "The node may flap to NotReady. All health checks stay green.",
    zh: "节点可能时而变为 NotReady。所有健康检查都显示正常。",
  },
  counterfactual: {
    en: "Not a finding with kubeadm 1.33 or newer (its kubelets on masters dial the local API server), if the address leads to the master itself there, or if the load balancer replaces the client's address.",
    zh: "若 kubeadm 为 1.33 或更高版本（master 上的 kubelet 访问本机 API server），或该地址在 master 上指向本机，或负载均衡器替换客户端地址，则不成立。",
  },
  remedies: atHome,
});
