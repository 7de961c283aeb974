import type { Citation } from "../../core/citation.ts";
import { fine, problem } from "../../core/rule.ts";
import { addressesOf, balancersAt, spelling } from "../among/lead-to.ts";
import { defineRule } from "../define-rule.ts";

const SHARED: Citation = {
  kind: "documentation",
  title:
    "kubeadm: controlPlaneEndpoint should be a load balancer's address or name; it cannot be added to a running cluster",
  at: "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/create-cluster-kubeadm/",
  checked: "2026-11-23",
};

export const rule = defineRule({
  code: "SLB304",
  slug: "endpoint-is-one-master",
  title: {
    en: "the control-plane endpoint is one master's own address",
    zh: "控制平面端点是某一台 master 自己的地址",
  },
  severity: "error",
  category: "high-availability",
  confidence: "high",
  cites: [SHARED],
  scope: "cluster",
  needs: { cluster: ["controlPlaneEndpoint", "masters"] },
  among: {
    node: ["addresses", "localVips", "movedAddresses", "hosts"],
    name: ["addresses", "aliases"],
    balancer: ["addresses", "names"],
  },
  check: ({ cluster: { controlPlaneEndpoint, masters } }, among) => {
    const { host, port } = controlPlaneEndpoint;
    if (balancersAt(host, among).length > 0) return fine;
    const addresses = addressesOf(host, among);
    const vips = [...among.node.values()]
      .flatMap(({ localVips, movedAddresses }) => [...(localVips ?? []), ...(movedAddresses ?? [])])
      .map(spelling);
    if (addresses.some((address) => vips.includes(address))) return fine;
    if (addresses.length === 0)
      return {
        kind: "unknown",
        missing: [
          {
            fact: `name.addresses of ${host}`,
            subject: "cluster",
            reason: { en: "nothing says what the name leads to", zh: "没有任何来源说明该名称指向何处" },
            howToProvide: `--resolve, or --host ${host}=ADDRESS`,
          },
        ],
      };
    const owners = masters.filter((master) =>
      among.node.get(master)?.addresses?.some((own) => addresses.includes(spelling(own))),
    );
    const unread = masters.filter((master) => among.node.get(master)?.addresses === undefined);
    if (owners.length === 0 && unread.length > 0)
      return {
        kind: "unknown",
        missing: unread.map((master) => ({
          fact: "node.addresses",
          subject: master,
          reason: { en: "no source says", zh: "没有任何来源提及" },
          howToProvide: "kubectl get nodes -o json",
        })),
      };
    const [owner] = owners;
    if (owner === undefined || owners.length > 1) return fine;
    const alone = masters.length === 1;
    const what = `${host}:${port}`;
    return problem({
      severity: alone ? "warning" : "error",
      message: alone
        ? {
            en: `every kubeconfig and the server's certificate name ${what}, which is ${owner} itself: further masters can join, but nobody will find them when ${owner} is gone`,
            zh: `所有 kubeconfig 与服务器证书都写着 ${what}，即 ${owner} 自己的地址：以后虽可加入其他 master，但 ${owner} 一旦不在，谁也找不到它们`,
          }
        : {
            en: `kubelets, kubeconfigs and joining nodes all dial ${what}, which is ${owner} itself: the other ${masters.length - 1} of ${masters.length} masters get no calls, and when ${owner} is gone the whole cluster is`,
            zh: `kubelet、kubeconfig 与新加入的节点都访问 ${what}，即 ${owner} 自己的地址：其余 ${masters.length - 1} 台 master（共 ${masters.length} 台）收不到请求，${owner} 一旦不在，整个集群随之失联`,
          },
      counterfactual: {
        en: "Not a finding if the address moves to another master when this one fails (keepalived, kube-vip), or if it belongs to a load balancer.",
        zh: "若该地址会在本机故障时漂移到其他 master（keepalived、kube-vip），或属于负载均衡器，则不成立。",
      },
      restsOn: { node: [owner] },
      remedies: () => [
        {
          id: "shared-endpoint",
          title: {
            en: "put a load balancer in front, name it, and move certificates, ClusterConfiguration and kubeconfigs to that name",
            zh: "在前面放置负载均衡器并为其取名，再把证书、ClusterConfiguration 与各 kubeconfig 改为该名称",
          },
          applicability: "display-only",
          commands: [
            "slbctl create -f spec.yaml",
            "kubectl -n kube-system edit configmap kubeadm-config    # controlPlaneEndpoint, apiServer.certSANs",
            "mkdir -p /root/old-pki && mv /etc/kubernetes/pki/apiserver.crt /etc/kubernetes/pki/apiserver.key /root/old-pki/ && kubeadm init phase certs apiserver --config kubeadm.yaml    # on each master, then restart its API server",
            "kubectl -n kube-public edit configmap cluster-info    # what joining nodes are told",
          ],
          files: [],
          patch: undefined,
        },
      ],
    });
  },
});
