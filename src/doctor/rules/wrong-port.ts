import type { Citation } from "../../core/citation.ts";
import { problem } from "../../core/rule.ts";
import { defineFlowRule } from "../define-rule.ts";
import { dialled } from "../dialled.ts";

const NO_LISTENER: Citation = {
  kind: "inferred",
  title: "A load balancer serves the ports of its listeners and no others: nothing answers on the rest",
  checked: "2026-11-23",
};
const BIND_PORT: Citation = {
  kind: "source",
  title:
    "Where controlPlaneEndpoint names no port, kubeadm takes the API server's own, whatever the load balancer listens on",
  at: "kubernetes/kubernetes:cmd/kubeadm/app/util/endpoint.go",
  checked: "2026-11-23",
};

export const rule = defineFlowRule({
  code: "SLB402",
  slug: "wrong-port",
  title: {
    en: "a client dials a port of the load balancer on which nothing listens",
    zh: "客户端访问的负载均衡器端口上没有监听",
  },
  severity: "error",
  category: "kubeconfig",
  confidence: "medium",
  cites: [NO_LISTENER, BIND_PORT],
  scope: "flow",
  // An address that is the node's own is served there, whatever the load balancer listens on.
  applies: ({ trace: { balancer, caughtBy, branches } }) =>
    balancer !== undefined &&
    caughtBy === undefined &&
    branches.every(({ disposition }) => disposition !== "always-local"),
  needs: { client: ["kind"], balancer: ["title"] },
  among: { listener: ["balancer", "port"], client: ["dials"] },
  check: ({ client: { kind }, balancer: { title } }, { trace }, among) => {
    const { client, target } = trace.flow;
    if (trace.listener !== undefined) return { kind: "fine" };
    const ports = [...among.listener.values()].flatMap(({ balancer, port }) =>
      balancer === trace.balancer && port !== undefined ? [port] : [],
    );
    if (ports.length === 0)
      return {
        kind: "unknown",
        missing: [
          {
            fact: "listener.port",
            subject: trace.balancer ?? "",
            reason: { en: "no listener of it was read", zh: "没有读到它的任何监听" },
            howToProvide: "slbctl doctor --provider PROVIDER --lb NAME",
          },
        ],
      };
    const listed = [...ports].sort((a, b) => a - b).join(", ");
    const [only] = ports;
    // What merely names an address may never dial it.
    const isCertain = (among.client.get(client)?.dials ?? []).some(
      ({ host, port }) => host === target.host && port === target.port,
    );
    return problem({
      severity: isCertain ? "error" : "warning",
      message: (who) => ({
        en: `no new connection of ${who.en} to ${dialled(trace)} succeeds: load balancer ${title} listens on ${listed}, not on ${target.port}. Depending on the product it is refused at once or hangs.`,
        zh: `${who.zh} 访问 ${dialled(trace)} 的新连接都不会成功：负载均衡器 ${title} 监听的是 ${listed}，而不是 ${target.port}。因产品而异，连接会立即被拒绝或一直挂起。`,
      }),
      counterfactual: {
        en: `Not a finding if the load balancer has a listener on ${target.port} that the evidence does not show${isCertain ? "" : ", or if this client only names the address and never dials it"}.`,
        zh: `若负载均衡器在 ${target.port} 上有未出现在证据中的监听${isCertain ? "" : "，或该客户端只是提到该地址而并不访问"}，则不成立。`,
      },
      failure: { mode: "always", share: 1 },
      disposition: "refused",
      restsOn: { client: [client] },
      remedies: () => [
        {
          id: "dial-listener",
          title:
            kind === "kube-proxy"
              ? {
                  en: "write the listener's port into kube-proxy's ConfigMap",
                  zh: "在 kube-proxy 的 ConfigMap 中写入监听端口",
                }
              : { en: "let the client dial a port that has a listener", zh: "让客户端访问有监听的端口" },
          applicability: "display-only",
          commands:
            kind === "kube-proxy"
              ? [
                  "kubectl -n kube-system edit configmap kube-proxy    # server: in kubeconfig.conf",
                  "kubectl -n kube-system rollout restart daemonset kube-proxy",
                ]
              : kind === "pod"
                ? []
                : [
                    `kubectl --kubeconfig FILE config set-cluster NAME --server https://${target.host.includes(":") ? `[${target.host}]` : target.host}:${only}`,
                  ],
          files: [],
          patch: undefined,
        },
      ],
    });
  },
});
