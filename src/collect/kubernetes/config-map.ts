import type { Origin } from "../../core/fact.ts";
import { type Observation, unreadable } from "../../core/observation.ts";
import { type Fields, textMapOf } from "../fields.ts";
import { projectCoreDns } from "./core-dns.ts";
import { embeddedYaml } from "./embedded-yaml.ts";
import { kubeProxyClient, projectKubeProxyConfiguration } from "./kube-proxy.ts";
import { projectClusterConfiguration } from "./kubeadm.ts";
import { antrea, calicoEndpoint, cilium, flannel, ipMasqAgent, terway } from "./networks.ts";
import { subjectId } from "./subject-id.ts";

type Data = Readonly<Record<string, string>>;

/** ConfigMaps by their well-known names; all others are application data that is not looked at. */
const KNOWN: Readonly<Record<string, (data: Data, origin: Origin) => Iterable<Observation>>> = {
  "kube-system/kubeadm-config": kubeadmConfig,
  "kube-system/kube-proxy": kubeProxy,
  "kube-system/coredns": (data, origin) => projectCoreDns(data["Corefile"] ?? "", origin),
  "kube-flannel/kube-flannel-cfg": flannel,
  "kube-system/kube-flannel-cfg": flannel,
  "kube-system/cilium-config": cilium,
  "kube-system/ip-masq-agent": ipMasqAgent,
  "kube-system/antrea-config": antrea,
  "kube-system/eni-config": terway,
  "kube-system/kubernetes-services-endpoint": calicoEndpoint,
  "tigera-operator/kubernetes-services-endpoint": calicoEndpoint,
  "calico-system/kubernetes-services-endpoint": calicoEndpoint,
};

export function* projectConfigMap(object: Fields, origin: Origin): Iterable<Observation> {
  const id = subjectId(object) ?? "";
  if (!Object.hasOwn(KNOWN, id)) return;
  yield* KNOWN[id]?.(textMapOf(object["data"]), origin) ?? [];
}

function* kubeadmConfig(data: Data, origin: Origin): Iterable<Observation> {
  const configuration = embeddedYaml(data["ClusterConfiguration"]);
  if (configuration !== undefined) yield* projectClusterConfiguration(configuration, origin);
  else
    yield unreadable(
      "cluster",
      "cluster",
      "controlPlaneEndpoint",
      {
        en: "ConfigMap kube-system/kubeadm-config holds no readable ClusterConfiguration",
        zh: "ConfigMap kube-system/kubeadm-config 中没有可读的 ClusterConfiguration",
      },
      origin,
      "kubectl -n kube-system get configmap kubeadm-config -o json",
    );
}

function* kubeProxy(data: Data, origin: Origin): Iterable<Observation> {
  const configuration = embeddedYaml(data["config.conf"]);
  if (configuration !== undefined) yield* projectKubeProxyConfiguration(configuration, origin);
  yield* kubeProxyClient(embeddedYaml(data["kubeconfig.conf"]), origin);
}
