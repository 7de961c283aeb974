import { observed } from "../../core/observation.ts";
import type { RemedyOffer } from "../../core/rule.ts";
import { fold, idsOf, knownValue, type Topology } from "../../core/topology.ts";
import type { Trace } from "../../core/trace.ts";
import { observationsOf } from "../observations-of.ts";

/** The topology in which the client on its node reaches the endpoint's name at its own API server. */
function localised({ flow }: Trace) {
  return (topology: Topology): Topology => {
    const own = knownValue(topology, "node", flow.node, "addresses")?.[0];
    if (own === undefined) return topology;
    const others = (knownValue(topology, "client", flow.client, "nodes") ?? []).filter(
      (node) => node !== flow.node,
    );
    const local = `${flow.client} (local on ${flow.node})`;
    const origin = { kind: "assumed", source: "remedy local-api-server" } as const;
    const kept = [...observationsOf(topology)].filter(
      ({ subject, fact }) => !(subject.kind === "client" && subject.id === flow.client && fact === "nodes"),
    );
    return fold([
      ...kept,
      observed("client", flow.client, "nodes", others, origin),
      observed("client", local, "nodes", [flow.node], origin),
      observed("client", local, "network", "host", origin),
      observed("client", local, "dials", [{ host: own, port: flow.target.port }], origin),
    ]);
  };
}

/** On a master: let the endpoint lead to the API server beside the client. Needs equal ports for a hosts entry. */
export function localApiServer(topology: Topology, trace: Trace): readonly RemedyOffer[] {
  const { flow } = trace;
  const isMaster = (knownValue(topology, "node", flow.node, "roles") ?? []).includes("master");
  const endpoints = knownValue(topology, "cluster", "cluster", "apiServerEndpoints") ?? [];
  const own = knownValue(topology, "node", flow.node, "addresses") ?? [];
  const server = endpoints.find(({ host }) => own.includes(host));
  if (!isMaster || server === undefined) return [];
  const named =
    !idsOf(topology, "balancer").some((id) => id === flow.target.host) && !/^[\d.:]+$/.test(flow.target.host);
  if (named && server.port === flow.target.port)
    return [
      {
        id: "hosts-entry",
        title: {
          en: `on each master let ${flow.target.host} lead to the master itself (not seen by pods)`,
          zh: `在每台 master 上让 ${flow.target.host} 指向本机（对 pod 无效）`,
        },
        applicability: "unsafe",
        commands: [`echo '${server.host} ${flow.target.host}' >> /etc/hosts    # on ${flow.node}`],
        files: [],
        patch: localised(trace),
      },
    ];
  return [
    {
      id: "local-kubeconfig",
      title: {
        en: "on each master point kubelet.conf at the local API server (tls-server-name: kubernetes)",
        zh: "在每台 master 上让 kubelet.conf 指向本机 API server（tls-server-name: kubernetes）",
      },
      applicability: "unsafe",
      commands: [
        `kubectl config --kubeconfig /etc/kubernetes/kubelet.conf set-cluster kubernetes --server https://${server.host}:${server.port} --tls-server-name kubernetes    # on ${flow.node}`,
        "systemctl restart kubelet",
      ],
      files: [],
      patch: localised(trace),
    },
  ];
}
