import type { Citation } from "../../core/citation.ts";
import type { MissingFact } from "../../core/finding.ts";
import { canonicalAddress } from "../../core/net.ts";
import { fine, notApplicable, problem } from "../../core/rule.ts";
import { nodeAt } from "../among/join-node.ts";
import { spelling } from "../among/lead-to.ts";
import { defineRule } from "../define-rule.ts";

const ALT_NAMES: Citation = {
  kind: "source",
  title:
    "kubeadm: the API server's certificate names the node, its advertised address, the kubernetes Service, controlPlaneEndpoint and apiServer.certSANs",
  at: "kubernetes/kubernetes:cmd/kubeadm/app/util/pkiutil/pki_helpers.go",
  checked: "2026-11-23",
};
const SEEN: Citation = {
  kind: "issue",
  title: "x509: certificate is valid for the masters' addresses, not for the load balancer's",
  at: "https://github.com/kubernetes/kubernetes/issues/101289",
  checked: "2026-11-23",
};

/** Clients whose server is an API server. */
const API_CLIENTS: ReadonlySet<string> = new Set([
  "kubeconfig",
  "kubectl",
  "kubelet",
  "kube-proxy",
  "kube-controller-manager",
  "kube-scheduler",
]);

/** Whether a certificate for these names is good for this one: as Go does it, a star stands for one whole label. */
function covers(sans: readonly string[], name: string): boolean {
  const wanted = spelling(name);
  if (sans.some((san) => spelling(san) === wanted)) return true;
  const [, ...rest] = wanted.split(".");
  return canonicalAddress(wanted) === undefined && rest.length > 1 && sans.includes(`*.${rest.join(".")}`);
}

export const rule = defineRule({
  code: "SLB501",
  slug: "server-not-in-certificate",
  title: {
    en: "the server that clients dial is not in the API server's certificate",
    zh: "客户端访问的服务器名称不在 API server 的证书中",
  },
  severity: "error",
  category: "certificate",
  confidence: "high",
  cites: [ALT_NAMES, SEEN],
  scope: "cluster",
  needs: {},
  among: {
    cluster: ["controlPlaneEndpoint", "certSans"],
    node: ["roles", "addresses", "apiServerSans"],
    client: ["kind", "name", "dials", "tls"],
    balancer: [],
  },
  check: (_facts, { cluster, node, client, balancer }) => {
    const { controlPlaneEndpoint: endpoint, certSans = [] } = cluster.get("cluster") ?? {};
    const masters = [...node].filter(([, { roles }]) => roles?.includes("master")).map(([id]) => id);
    const byClients = [...client].flatMap(([id, { kind, name, dials, tls }]) =>
      kind !== undefined && API_CLIENTS.has(kind) && tls?.verifies !== false
        ? (dials ?? []).map(({ host, port }) => ({
            who: name ?? id,
            ids: [id],
            host,
            port,
            name: tls?.serverName ?? host,
          }))
        : [],
    );
    const asked = [
      ...byClients,
      ...(endpoint === undefined
        ? []
        : [{ who: "controlPlaneEndpoint", ids: [], ...endpoint, name: endpoint.host }]),
    ].filter(({ host, port }) => !balancer.has(host) && !(host === "localhost" && port === 8080));
    if (asked.length === 0 || masters.length === 0) return notApplicable;
    const told = asked.map((each) => {
      const own = nodeAt(node, each.host);
      const servers = own === undefined ? masters : [own];
      // What kubeadm always puts in, where no certificate was read.
      const byKubeadm = own !== undefined || covers([...certSans, endpoint?.host ?? ""], each.name);
      const sansOf = (id: string) => node.get(id)?.apiServerSans;
      return {
        ...each,
        lacking: servers.filter((id) => covers(sansOf(id) ?? [each.name], each.name) === false),
        unread: byKubeadm ? [] : servers.filter((id) => sansOf(id) === undefined),
      };
    });
    const wrong = told.filter(({ lacking }) => lacking.length > 0);
    if (wrong.length === 0) {
      const unread = new Set(told.flatMap((each) => each.unread));
      if (unread.size === 0) return fine;
      const missing = [...unread].map(
        (id): MissingFact => ({
          fact: "node.apiServerSans",
          subject: id,
          reason: {
            en: "the certificate of its API server was not read",
            zh: "没有读到其 API server 的证书",
          },
          howToProvide: `scp ${id}:/etc/kubernetes/pki/apiserver.crt nodes/${id}/etc/kubernetes/pki/apiserver.crt`,
        }),
      );
      return { kind: "unknown", missing };
    }
    const names = [...new Set(wrong.map(({ name }) => name))];
    const nodes = [...new Set(wrong.flatMap(({ lacking }) => lacking))].sort();
    const who = [...new Set(wrong.map((each) => each.who))];
    const some = nodes.length < masters.length && wrong.every(({ host }) => nodeAt(node, host) === undefined);
    return problem({
      message: {
        en: `${who.join(", ")}: the certificate of the API server on ${nodes.join(", ")} does not name ${names.join(", ")}${some ? `; the other ${masters.length - nodes.length} of ${masters.length} do, so only a share of connections fails` : ""}. Every client that verifies says "x509: certificate is valid for ..., not ${names[0]}".`,
        zh: `${who.join("、")}：${nodes.join("、")} 上 API server 的证书不包含 ${names.join("、")}${some ? `；其余 ${masters.length - nodes.length} 台（共 ${masters.length} 台）包含，因此只有一部分连接失败` : ""}。凡校验证书的客户端都会报 “x509: certificate is valid for ..., not ${names[0]}”。`,
      },
      counterfactual: {
        en: "Not a finding if the API server is started with another certificate (--tls-cert-file, --tls-sni-cert-key), if the client sets tls-server-name to a name in it, or if a proxy in front ends TLS.",
        zh: "若 API server 使用的是另一份证书（--tls-cert-file、--tls-sni-cert-key），客户端把 tls-server-name 设为证书中的名称，或前面的代理终结 TLS，则不成立。",
      },
      failure: some
        ? { mode: "per-connection", share: nodes.length / masters.length }
        : { mode: "always", share: 1 },
      restsOn: { node: nodes, client: [...new Set(wrong.flatMap(({ ids }) => ids))] },
      remedies: () => [
        {
          id: "renew-certificate",
          title: {
            en: `add the name to apiServer.certSANs and let kubeadm issue the certificate again, on each of ${nodes.join(", ")}`,
            zh: `把该名称加入 apiServer.certSANs，并在 ${nodes.join("、")} 上逐台由 kubeadm 重新签发证书`,
          },
          applicability: "display-only",
          commands: [
            "kubectl -n kube-system get configmap kubeadm-config -o jsonpath='{.data.ClusterConfiguration}' > kubeadm.yaml    # then add under apiServer.certSANs",
            "mkdir -p /root/old-pki && mv /etc/kubernetes/pki/apiserver.crt /etc/kubernetes/pki/apiserver.key /root/old-pki/",
            "kubeadm init phase certs apiserver --config kubeadm.yaml",
            "crictl stop $(crictl ps -q --name kube-apiserver)    # the kubelet starts it again, with the new certificate",
            "kubeadm init phase upload-config kubeadm --config kubeadm.yaml    # once",
          ],
          files: [],
          patch: undefined,
        },
        {
          id: "tls-server-name",
          title: {
            en: "or let one client look for a name that the certificate has",
            zh: "或让某个客户端校验证书中已有的名称",
          },
          applicability: "display-only",
          commands: ["kubectl config set-cluster NAME --tls-server-name kubernetes"],
          files: [],
          patch: undefined,
        },
      ],
    });
  },
});
