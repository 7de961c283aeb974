import { isAddress } from "../../core/net.ts";
import type { CureContext, RemedyOffer } from "../../core/rule.ts";
import { knownValue } from "../../core/topology.ts";
import { redirectAtHome } from "./redirect-at-home.ts";
import { replaceClientAddress } from "./replace-client-address.ts";

const SERVICE = "SERVICE.NAMESPACE.svc.cluster.local";

/** Pods that ask for the name are given a Service inside the cluster; nodes and host-network pods are not. */
function insideName({ traces, topology }: CureContext): readonly RemedyOffer[] {
  const [first] = traces;
  if (first === undefined) return [];
  const { host } = first.flow.target;
  const inPods = traces.every(({ flow }) => knownValue(topology, "client", flow.client, "network") === "pod");
  if (isAddress(host) || !inPods) return [];
  return [
    {
      id: "inside-name",
      title: {
        en: `let CoreDNS give pods the Service behind ${host} instead of the load balancer (put in its name); certificates and host headers stay as they are`,
        zh: `让 CoreDNS 把 ${host} 解析为其背后的 Service（填入其名称）而不是负载均衡器；证书与 Host 头保持不变`,
      },
      applicability: "display-only",
      commands: [
        `kubectl -n kube-system edit configmap coredns    # in the zone's block: rewrite name ${host} ${SERVICE}`,
      ],
      files: [],
      patch: undefined,
    },
  ];
}

/** What is inside the cluster anyway need not go out through a load balancer and back. */
const insideAddress: RemedyOffer = {
  id: "inside-address",
  title: {
    en: "let the client dial the Service inside the cluster (its name or ClusterIP), or the server beside it, instead of the load balancer",
    zh: "让客户端访问集群内的 Service（名称或 ClusterIP）或同节点上的服务，而不是负载均衡器",
  },
  applicability: "display-only",
  commands: [],
  files: [],
  patch: undefined,
};

/** Cures for clients whose server is behind a load balancer of the cluster's own, in order of preference. */
export const pastBalancer = (context: CureContext): readonly RemedyOffer[] => [
  ...insideName(context),
  insideAddress,
  ...replaceClientAddress(context),
  ...redirectAtHome(context),
];
