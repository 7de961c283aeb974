import type { Citation } from "../../core/citation.ts";
import { MARTIAN } from "../hairpin/cites.ts";
import { defineHairpinRule } from "../hairpin/hairpin-rule.ts";
import { atHome } from "../remedies/at-home.ts";

const LOCAL_CONTROLLERS: Citation = {
  kind: "source",
  title:
    "kubeadm points controller-manager and scheduler at the local API server since 1.19; before that at the endpoint",
  at: "https://github.com/kubernetes/kubernetes/pull/94398",
  checked: "2026-11-23",
};

/** Host processes of the control plane and of the network, and kubeconfigs that people use on a node. */
const CLIENTS: ReadonlySet<string> = new Set([
  "kube-controller-manager",
  "kube-scheduler",
  "cni-agent",
  "kubeconfig",
  "kubectl",
]);

export const rule = defineHairpinRule({
  code: "SLB105",
  slug: "control-plane-client-hairpin",
  title: {
    en: "the load balancer sends a control-plane client's connections back to the client's own node",
    zh: "负载均衡器把控制平面客户端的连接送回客户端自己所在的节点",
  },
  confidence: "high",
  cites: [LOCAL_CONTROLLERS, MARTIAN],
  isMine: (kind) => CLIENTS.has(kind),
  consequence: {
    en: "Controllers, agents and kubectl on that node stall now and then. All health checks stay green.",
    zh: "该节点上的控制器、代理与 kubectl 会不时停顿。所有健康检查都显示正常。",
  },
  counterfactual: {
    en: "Not a finding if the address leads to the node itself there, or if the load balancer replaces the client's address.",
    zh: "若该地址在节点上指向本机，或负载均衡器替换客户端地址，则不成立。",
  },
  remedies: atHome,
});
