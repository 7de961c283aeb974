import type { Citation } from "../../core/citation.ts";
import type { Backend, HostPort } from "../../core/facts.ts";
import type { MissingFact } from "../../core/finding.ts";
import { fine, notApplicable, problem } from "../../core/rule.ts";
import { nodeAt, nodeBehind } from "../among/join-node.ts";
import { balancersAt, spelling } from "../among/lead-to.ts";
import { defineRule } from "../define-rule.ts";

const RECONCILER: Citation = {
  kind: "source",
  title:
    "Every living API server keeps its own --advertise-address in the endpoints of the kubernetes Service",
  at: "kubernetes/kubernetes:pkg/controlplane/reconcilers/lease.go",
  checked: "2026-11-23",
};

const nameOf = ({ name, address, instanceId, interfaceId }: Backend): string =>
  name ?? address ?? instanceId ?? interfaceId ?? "?";

const missing = (fact: string, subject: string, howToProvide: string): MissingFact => ({
  fact,
  subject,
  reason: { en: "no source says", zh: "没有任何来源提及" },
  howToProvide,
});

export const rule = defineRule({
  code: "SLB305",
  slug: "backends-differ-from-masters",
  title: {
    en: "the load balancer's backends are not the API servers",
    zh: "负载均衡器的后端与 API server 不一致",
  },
  severity: "warning",
  category: "high-availability",
  confidence: "high",
  cites: [RECONCILER],
  scope: "listener",
  needs: { listener: ["balancer", "port", "backends"] },
  among: {
    cluster: ["controlPlaneEndpoint", "apiServerEndpoints"],
    node: ["addresses", "instanceId", "interfaceIds", "apiServer", "roles", "hosts"],
    balancer: ["addresses", "names"],
    name: ["addresses", "aliases"],
  },
  check: ({ listener: { balancer, port, backends } }, among) => {
    const { controlPlaneEndpoint: endpoint, apiServerEndpoints } = among.cluster.get("cluster") ?? {};
    const own = [...among.node.values()].flatMap(({ apiServer }) => apiServer ?? []);
    const said = apiServerEndpoints ?? (own.length > 0 ? own : undefined);
    const isMaster = (node: string | undefined) =>
      node !== undefined && among.node.get(node)?.roles?.includes("master") === true;
    const isEndpoint =
      endpoint !== undefined &&
      endpoint.port === port &&
      balancersAt(endpoint.host, among).includes(balancer);
    const joined = backends.map((backend) => ({ backend, node: nodeBehind(among.node, backend) }));
    const ports = new Set((said ?? []).map((server) => server.port));
    const isFront = joined.some(({ backend, node }) => isMaster(node) && ports.has(backend.port));
    if (!isEndpoint && !isFront) return notApplicable;
    if (said === undefined)
      return {
        kind: "unknown",
        missing: [
          missing(
            "cluster.apiServerEndpoints",
            "cluster",
            "kubectl -n default get endpoints kubernetes -o json",
          ),
        ],
      };
    const isAt = ({ host, port: of }: HostPort, { backend, node }: (typeof joined)[number]) =>
      backend.port === of &&
      ((backend.address !== undefined && spelling(backend.address) === spelling(host)) ||
        (node !== undefined && nodeAt(among.node, host) === node));
    const extra = joined.filter((each) => !said.some((server) => isAt(server, each)));
    const lost = said.filter((server) => !joined.some((each) => isAt(server, each)));
    if (extra.length === 0 && lost.length === 0) return fine;
    // A machine that nothing joins to a node or an address may be any of those that seem to be missing.
    const unjoined = extra.filter(({ backend, node }) => node === undefined && backend.address === undefined);
    if (unjoined.length > 0)
      return {
        kind: "unknown",
        missing: unjoined.map(({ backend }) =>
          missing("node.instanceId", nameOf(backend), `slbctl doctor --map ${nameOf(backend)}=NODE`),
        ),
      };
    const serving = extra.filter(({ backend, node }) => backend.health === "healthy" && !isMaster(node));
    const wrong = extra.map(({ backend, node }) => `${node ?? nameOf(backend)}:${backend.port}`).join(", ");
    const absent = lost.map(({ host, port: of }) => `${nodeAt(among.node, host) ?? host}:${of}`).join(", ");
    const en = [
      ...(lost.length > 0 ? [`no connection reaches the API server on ${absent}`] : []),
      ...(extra.length > 0 ? [`no API server is known at backend ${wrong}`] : []),
    ];
    const zh = [
      ...(lost.length > 0 ? [`没有连接会到达 ${absent} 上的 API server`] : []),
      ...(extra.length > 0 ? [`后端 ${wrong} 处没有已知的 API server`] : []),
    ];
    const consequence =
      serving.length > 0
        ? {
            en: "The health check calls such a backend healthy, so it gets its share of connections.",
            zh: "健康检查认为这样的后端正常，它会分到相应比例的连接。",
          }
        : lost.length > 0
          ? {
              en: "Behind this address the cluster survives fewer failures than it has masters for.",
              zh: "经由该地址，集群能承受的故障少于其 master 数量所应有的。",
            }
          : {
              en: "Only the health check keeps connections away from it; where it stays so, the next failure looks like nothing new.",
              zh: "只有健康检查能阻止连接发往它；若长期如此，下一次故障看起来也不会有什么不同。",
            };
    return problem({
      severity: serving.length > 0 ? "error" : "warning",
      message: {
        en: `${en.join("; ")}: ${said.length} API servers, ${backends.length} backends. ${consequence.en}`,
        zh: `${zh.join("；")}：共有 ${said.length} 个 API server、${backends.length} 个后端。${consequence.zh}`,
      },
      counterfactual: {
        en: "Not a finding while a master is being added or taken out, or if a proxy on that machine passes connections on to an API server.",
        zh: "若正在增加或摘除 master，或该机器上有代理把连接转发给 API server，则不成立。",
      },
      restsOn: { cluster: ["cluster"] },
      remedies: () => [
        {
          id: "same-backends",
          title: {
            en: "make the backends the masters that run an API server, and nothing else",
            zh: "使后端与运行 API server 的 master 一致",
          },
          applicability: "display-only",
          commands: [
            "kubectl -n default get endpoints kubernetes    # the API servers that are alive",
            "slbctl create -f spec.yaml    # with `masters` as they are now",
          ],
          files: [],
          patch: undefined,
        },
      ],
    });
  },
});
