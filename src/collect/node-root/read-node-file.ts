import type { Origin } from "../../core/fact.ts";
import { type Observation, observed } from "../../core/observation.ts";
import { apiServerFacts, flagsOf } from "../api-server-flags.ts";
import { at, fieldsOf, listOf, textOf, textsOf } from "../fields.ts";
import { serverOf, tlsOf } from "../kubeconfig.ts";
import { hostEntries } from "../kubernetes/core-dns.ts";
import { apiServerCertificate } from "./certificate.ts";
import { cniPlugins } from "./cni.ts";
import { ipAddr } from "./local-addresses.ts";
import { keepalivedAddresses, kubeVipAddresses } from "./moved-addresses.ts";
import type { NodeFile } from "./node-file.ts";

type Read = (file: NodeFile, origin: Origin, yaml: (text: string) => unknown) => Iterable<Observation>;

/** Kubeconfigs of kubeadm's components; admin.conf is people's and says where kubectl goes. */
const KUBECONFIGS: Readonly<Record<string, string>> = {
  "etc/kubernetes/kubelet.conf": "kubelet",
  "etc/kubernetes/controller-manager.conf": "kube-controller-manager",
  "etc/kubernetes/scheduler.conf": "kube-scheduler",
  "etc/kubernetes/admin.conf": "kubectl",
  "etc/kubernetes/super-admin.conf": "kubectl",
  "etc/kubernetes/bootstrap-kubelet.conf": "kubelet",
  // kubeasz and hand-made clusters (facts on local proxies, section 2).
  "etc/kubernetes/kubelet.kubeconfig": "kubelet",
  "etc/kubernetes/kube-controller-manager.kubeconfig": "kube-controller-manager",
  "etc/kubernetes/kube-scheduler.kubeconfig": "kube-scheduler",
  "etc/kubernetes/kube-proxy.kubeconfig": "kube-proxy",
  "etc/rancher/k3s/k3s.yaml": "kubectl",
  "etc/rancher/rke2/rke2.yaml": "kubectl",
};

/** One client per component and server: masters and workers often differ, and must not be mixed. */
function* kubeconfig({ node, file, text }: NodeFile, origin: Origin, yaml: (text: string) => unknown) {
  const config = yaml(text);
  const server = serverOf(config);
  const kind = KUBECONFIGS[file];
  if (server === undefined || kind === undefined) return;
  const id = `${kind}/${server.host}:${server.port}`;
  yield observed("client", id, "kind", kind, origin);
  yield observed("client", id, "name", kind, origin);
  yield observed("client", id, "network", "host", origin);
  yield observed("client", id, "nodes", [node], origin);
  yield observed("client", id, "dials", [server], origin);
  yield observed("client", id, "tls", tlsOf(config), origin);
}

function* kubeletConfiguration({ node, text }: NodeFile, origin: Origin, yaml: (text: string) => unknown) {
  const mode = textOf(at(yaml(text), "hairpinMode"));
  if (mode !== undefined) yield observed("node", node, "kubeletHairpinMode", mode, origin);
}

function* staticPod({ node, text }: NodeFile, origin: Origin, yaml: (text: string) => unknown) {
  for (const container of listOf(at(yaml(text), "spec", "containers"))) {
    const command = [...textsOf(at(container, "command")), ...textsOf(at(container, "args"))];
    if (/(?:^|\/)kube-apiserver$/.test(command[0] ?? ""))
      yield* apiServerFacts(flagsOf(command), node, origin);
    yield* kubeVipAddresses(node, container, origin);
  }
}

function* hosts({ node, text }: NodeFile, origin: Origin) {
  const entries = text.split("\n").flatMap(hostEntries);
  if (entries.length > 0) yield observed("node", node, "hosts", entries, origin);
}

function* instanceId({ node, text }: NodeFile, origin: Origin) {
  const [id = ""] = text.trim().split(/\s/);
  if (/^[\w.-]{1,128}$/.test(id)) yield observed("node", node, "instanceId", id, origin);
}

function* cni({ node, text }: NodeFile, origin: Origin, yaml: (text: string) => unknown) {
  const plugins = cniPlugins(fieldsOf(yaml(text)));
  if (plugins.length === 0) return;
  yield observed("node", node, "cniPlugins", plugins, origin);
}

/** What is read below a node's root. Keys, other certificates and everything else are not even opened. */
const READERS: readonly (readonly [RegExp, Read])[] = [
  [
    new RegExp(
      `^(?:${Object.keys(KUBECONFIGS)
        .map((file) => file.replaceAll(".", "\\."))
        .join("|")})$`,
    ),
    kubeconfig,
  ],
  [/^slbctl\/ip-addr\.txt$/, ipAddr],
  [/^etc\/hostname$/, () => []],
  [/^etc\/kubernetes\/pki\/apiserver\.crt$/, apiServerCertificate],
  [/^var\/lib\/kubelet\/config\.yaml$/, kubeletConfiguration],
  [/^etc\/kubernetes\/manifests\/[^/]+\.(?:ya?ml|json)$/, staticPod],
  [/^etc\/cni\/net\.d\/[^/]+\.(?:conf|conflist|json)$/, cni],
  [/^etc\/keepalived\/(?:[^/]+\/)?[^/]+\.conf$/, keepalivedAddresses],
  [/^etc\/hosts$/, hosts],
  [/^var\/lib\/cloud\/data\/instance-id$/, instanceId],
];

export const nodeFileReader = (file: string): Read | undefined =>
  READERS.find(([pattern]) => pattern.test(file))?.[1];
