import { isAddress } from "../../core/net.ts";
import { observed } from "../../core/observation.ts";
import type { CureContext, RemedyOffer } from "../../core/rule.ts";
import { idsOf, knownValue, type Topology } from "../../core/topology.ts";
import { SAMPLE } from "../name-nodes.ts";
import { changeFacts } from "./change-facts.ts";
import { type AtHome, mastersOf } from "./masters-of.ts";

const origin = { kind: "assumed", source: "remedy local-api-server" } as const;

const urlHost = (host: string): string => (host.includes(":") ? `[${host}]` : host);

/** The topology in which each client reaches the endpoint at its own API server. */
const localised =
  (homes: readonly AtHome[]) =>
  (topology: Topology): Topology => {
    const moved = new Map<string, string[]>();
    for (const { trace } of homes)
      moved.set(trace.flow.client, [...(moved.get(trace.flow.client) ?? []), trace.flow.node]);
    const left = [...moved].map(([client, gone]) => {
      const nodes = (knownValue(topology, "client", client, "nodes") ?? []).filter(
        (node) => !gone.includes(node),
      );
      return observed("client", client, "nodes", nodes, origin);
    });
    const local = homes.flatMap(({ trace: { flow }, server }) => {
      const id = `${flow.client} (local on ${flow.node})`;
      return [
        observed("client", id, "nodes", [flow.node], origin),
        observed("client", id, "network", "host", origin),
        observed("client", id, "dials", [server], origin),
      ];
    });
    return changeFacts(topology, [...left, ...local]);
  };

const perNode = (homes: readonly AtHome[], command: (home: AtHome) => string): readonly string[] =>
  homes.slice(0, SAMPLE).map((home) => `${command(home)}    # on ${home.trace.flow.node}`);

/** On masters: let the endpoint's name lead to the API server beside the client. Needs equal ports. */
function hostsEntry({ topology }: CureContext, homes: readonly AtHome[]): readonly RemedyOffer[] {
  const [host] = homes.map(({ trace }) => trace.flow.target.host);
  if (host === undefined || isAddress(host) || idsOf(topology, "balancer").includes(host)) return [];
  const isHost = homes.every(
    ({ trace }) => (knownValue(topology, "client", trace.flow.client, "network") ?? "host") === "host",
  );
  if (!isHost || homes.some(({ trace, server }) => server.port !== trace.flow.target.port)) return [];
  return [
    {
      id: "hosts-entry",
      title: {
        en: `on each master let ${host} lead to the master itself (pods do not see it); on one that joins only after kubeadm join`,
        zh: `在每台 master 上让 ${host} 指向本机（对 pod 无效）；正在加入的 master 应在 kubeadm join 之后再改`,
      },
      applicability: "unsafe",
      commands: perNode(homes, ({ server }) => `echo '${server.host} ${host}' >> /etc/hosts`),
      files: [],
      patch: localised(homes),
    },
  ];
}

/** The kubelet has a kubeconfig for each node; kube-proxy's ConfigMap is one for all nodes and cannot differ. */
function localKubeconfig({ topology }: CureContext, homes: readonly AtHome[]): readonly RemedyOffer[] {
  if (homes.some(({ trace }) => knownValue(topology, "client", trace.flow.client, "kind") !== "kubelet"))
    return [];
  return [
    {
      id: "local-kubeconfig",
      title: {
        en: "on each master let the kubelet dial the local API server, as kubeadm 1.33 and newer do",
        zh: "在每台 master 上让 kubelet 访问本机 API server，与 kubeadm 1.33 及以上版本的做法相同",
      },
      applicability: "unsafe",
      commands: perNode(
        homes,
        ({ server }) =>
          `sed -i 's|server: .*|server: https://${urlHost(server.host)}:${server.port}|' /etc/kubernetes/kubelet.conf && systemctl restart kubelet`,
      ),
      files: [],
      patch: localised(homes),
    },
  ];
}

/** Ways to keep a client of a master at home. */
export function localApiServer(context: CureContext): readonly RemedyOffer[] {
  const homes = mastersOf(context);
  return homes === undefined ? [] : [...localKubeconfig(context, homes), ...hostsEntry(context, homes)];
}
