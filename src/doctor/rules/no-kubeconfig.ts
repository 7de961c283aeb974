import type { Citation } from "../../core/citation.ts";
import { fine, notApplicable, problem } from "../../core/rule.ts";
import { defineRule } from "../define-rule.ts";

const DEFAULT_SERVER: Citation = {
  kind: "issue",
  title: "kubectl without a usable kubeconfig asks localhost:8080",
  at: "https://github.com/kubernetes/kubectl/issues/737",
  checked: "2026-11-23",
};
const ORGANIZING: Citation = {
  kind: "documentation",
  title: "Which kubeconfig kubectl takes: --kubeconfig, KUBECONFIG, $HOME/.kube/config",
  at: "https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/",
  checked: "2026-11-23",
};

/** Clients whose only server is an API server; what a pod has on port 8080 is its own affair. */
const API_CLIENTS: ReadonlySet<string> = new Set([
  "kubeconfig",
  "kubectl",
  "kubelet",
  "kube-proxy",
  "kube-controller-manager",
  "kube-scheduler",
]);

const HERE: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "::1"]);

export const rule = defineRule({
  code: "SLB401",
  slug: "no-kubeconfig",
  title: {
    en: "a client dials localhost:8080: it has no kubeconfig",
    zh: "客户端访问 localhost:8080：它没有 kubeconfig",
  },
  severity: "error",
  category: "kubeconfig",
  confidence: "high",
  cites: [DEFAULT_SERVER, ORGANIZING],
  scope: "cluster",
  needs: {},
  among: { client: ["kind", "name", "nodes", "dials"], cluster: ["controlPlaneEndpoint"] },
  check: (_facts, { client, cluster }) => {
    const clients = [...client].filter(([, { kind }]) => kind !== undefined && API_CLIENTS.has(kind));
    if (clients.length === 0) return notApplicable;
    const lost = clients.filter(([, { dials }]) =>
      dials?.some(({ host, port }) => port === 8080 && HERE.has(host)),
    );
    if (lost.length === 0) {
      const unread = clients.filter(([, { dials }]) => dials === undefined);
      if (unread.length === 0) return fine;
      return {
        kind: "unknown",
        missing: unread.map(([id]) => ({
          fact: "client.dials",
          subject: id,
          reason: { en: "no source says whom it dials", zh: "没有任何来源说明它访问谁" },
          howToProvide: "kubectl config view --minify -o json",
        })),
      };
    }
    const names = lost.map(([id, { name, nodes }]) => {
      const at = nodes ?? [];
      return at.length === 0 ? (name ?? id) : `${name ?? id} (${at.slice(0, 5).join(", ")})`;
    });
    const endpoint = cluster.get("cluster")?.controlPlaneEndpoint;
    const host = endpoint?.host.includes(":") ? `[${endpoint.host}]` : endpoint?.host;
    const server = endpoint === undefined ? "https://API_SERVER:6443" : `https://${host}:${endpoint.port}`;
    return problem({
      message: {
        en: `${names.join("; ")}: it asks localhost:8080, the address that Kubernetes clients fall back to when no kubeconfig tells them another. No API server has listened there since 1.20. The cluster may be in perfect health: this client was never told where it is.`,
        zh: `${names.join("；")}：它访问的是 localhost:8080，即没有 kubeconfig 指明地址时 Kubernetes 客户端的默认地址。自 1.20 起没有 API server 在此监听。集群本身可能完全正常：只是没有人告诉这个客户端集群在哪里。`,
      },
      counterfactual: {
        en: "Not a finding while `kubectl proxy --port=8080` or a tunnel on this machine answers there.",
        zh: "若本机正在运行 `kubectl proxy --port=8080` 或在该端口上有隧道，则不成立。",
      },
      restsOn: { client: lost.map(([id]) => id) },
      remedies: () => [
        {
          id: "use-admin-conf",
          title: {
            en: "on a master: point kubectl at the administrator's kubeconfig",
            zh: "在 master 上：让 kubectl 使用管理员的 kubeconfig",
          },
          applicability: "display-only",
          commands: [
            "export KUBECONFIG=/etc/kubernetes/admin.conf    # as root, for this shell",
            'mkdir -p "$HOME/.kube" && sudo cp -i /etc/kubernetes/admin.conf "$HOME/.kube/config" && sudo chown "$(id -u):$(id -g)" "$HOME/.kube/config"    # as another user, for good',
          ],
          files: [],
          patch: undefined,
        },
        {
          id: "choose-context",
          title: {
            en: "where a kubeconfig exists: see which file and server kubectl takes, and choose a context",
            zh: "已有 kubeconfig 时：查看 kubectl 使用的文件与地址，并选择上下文",
          },
          applicability: "display-only",
          commands: [
            'echo "KUBECONFIG=$KUBECONFIG"; ls -l ~/.kube/config; kubectl config view --minify',
            "kubectl config get-contexts; kubectl config use-context NAME",
          ],
          files: [],
          patch: undefined,
        },
        {
          id: "name-server",
          title: {
            en: "to see whether the address answers at all, name it (without credentials: 401 or 403 means that it does)",
            zh: "若只想确认地址是否有应答，直接指定它（不带凭证：返回 401 或 403 即表示有应答）",
          },
          applicability: "display-only",
          commands: [`kubectl --server ${server} --insecure-skip-tls-verify get --raw /version`],
          files: [],
          patch: undefined,
        },
      ],
    });
  },
});
