import type { Citation } from "../../core/citation.ts";
import { MARTIAN } from "../hairpin/cites.ts";
import { defineHairpinRule } from "../hairpin/hairpin-rule.ts";
import { atHome } from "../remedies/at-home.ts";

const KUBE_PROXY: Citation = {
  kind: "issue",
  title: "kubeadm writes one server address for kube-proxy on all nodes; it cannot differ on masters",
  at: "https://github.com/kubernetes/kubernetes/issues/55677",
  checked: "2026-11-23",
};

export const rule = defineHairpinRule({
  code: "SLB103",
  slug: "kube-proxy-hairpin",
  title: {
    en: "the load balancer sends kube-proxy's connections back to kube-proxy's own node",
    zh: "负载均衡器把 kube-proxy 的连接送回 kube-proxy 自己所在的节点",
  },
  confidence: "high",
  cites: [KUBE_PROXY, MARTIAN],
  isMine: (kind) => kind === "kube-proxy",
  consequence: {
    en: "Its one ConfigMap serves all nodes, so that masters cannot be told to dial another address; Services on that node go stale until a dial succeeds.",
    zh: "它的 ConfigMap 由所有节点共用，无法让 master 改用其他地址；在某次连接成功之前，该节点上的 Service 规则不会更新。",
  },
  counterfactual: {
    en: "Not a finding if the address leads to the master itself there (hosts entry, redirect), if kube-proxy is replaced, or if the load balancer replaces the client's address.",
    zh: "若该地址在 master 上指向本机（hosts 条目、重定向），或 kube-proxy 已被替代，或负载均衡器替换客户端地址，则不成立。",
  },
  remedies: atHome,
});
