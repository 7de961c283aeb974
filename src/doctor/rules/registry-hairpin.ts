import type { Citation } from "../../core/citation.ts";
import { MARTIAN } from "../hairpin/cites.ts";
import { defineHairpinRule } from "../hairpin/hairpin-rule.ts";
import { pastBalancer } from "../remedies/past-balancer.ts";

const RUNTIME: Citation = {
  kind: "documentation",
  title: "Images: the kubelet has the node's container runtime pull them, with the node's names and routes",
  at: "https://kubernetes.io/docs/concepts/containers/images/",
  checked: "2026-11-23",
};

export const rule = defineHairpinRule({
  code: "SLB110",
  slug: "registry-hairpin",
  title: {
    en: "a node pulls images through a load balancer that sends it back to itself",
    zh: "节点拉取镜像时，负载均衡器把连接送回节点自己",
  },
  confidence: "medium",
  cites: [RUNTIME, MARTIAN],
  isMine: (kind) => kind === "image-pull",
  consequence: {
    en: "The container runtime dials from the node, not from a pod: pulls hang now and then on nodes that are backends, and pods wait in ImagePullBackOff.",
    zh: "容器运行时从节点而不是 pod 发起连接：在作为后端的节点上，拉取会不时挂起，pod 停在 ImagePullBackOff。",
  },
  counterfactual: {
    en: "Not a finding if the registry runs outside of the cluster, if the node is no backend of that load balancer, if the registry's name leads to a node-local address there, or if the load balancer replaces the client's address.",
    zh: "若镜像仓库在集群之外，或节点不是该负载均衡器的后端，或仓库名称在节点上指向本机地址，或负载均衡器替换客户端地址，则不成立。",
  },
  remedies: pastBalancer,
});
