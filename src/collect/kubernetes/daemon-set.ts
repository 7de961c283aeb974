import type { Origin } from "../../core/fact.ts";
import { isCidr } from "../../core/net.ts";
import type { Observation } from "../../core/observation.ts";
import { flagsOf } from "../api-server-flags.ts";
import { at, type Fields, listOf, textOf, textsOf } from "../fields.ts";
import { ciliumAgent, masquerade, network } from "./networks.ts";

type Containers = readonly unknown[];

const commandOf = (containers: Containers): readonly string[] =>
  containers.flatMap((one) => [...textsOf(at(one, "command")), ...textsOf(at(one, "args"))]);

const variable = (containers: Containers, name: string): string | undefined =>
  containers
    .flatMap((one) => listOf(at(one, "env")))
    .filter((entry) => at(entry, "name") === name)
    .map((entry) => textOf(at(entry, "value")))
    .find((value) => value !== undefined);

const all = { sources: [], exceptDestinations: [] } as const;

/** flannel translates only with the flag (flannel-io/flannel pkg/trafficmngr/iptables). */
function* flannel(containers: Containers, origin: Origin): Iterable<Observation> {
  const enabled = flagsOf(commandOf(containers)).get("ip-masq") === "true";
  yield* network("flannel", origin);
  yield* masquerade({ by: "flannel", enabled, ...all }, origin);
}

/**
 * VPC ranges are never translated (aws/amazon-vpc-cni-k8s pkg/networkutils); which these are stands in the VPC, so
 * that only "external SNAT" is certain, and the excluded ranges.
 */
function* awsVpcCni(containers: Containers, origin: Origin): Iterable<Observation> {
  yield* network("aws-vpc-cni", origin);
  const external = variable(containers, "AWS_VPC_K8S_CNI_EXTERNALSNAT") === "true";
  const except = (variable(containers, "AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS") ?? "").split(",").filter(isCidr);
  if (external) yield* masquerade({ by: "aws-vpc-cni", enabled: false, ...all }, origin);
  else if (except.length > 0)
    yield* masquerade({ by: "aws-vpc-cni", enabled: true, sources: [], exceptDestinations: except }, origin);
}

/** `--enable-pod-egress` is on by default (cloudnativelabs/kube-router pkg/controllers/routing/pod_egress.go). */
function* kubeRouter(containers: Containers, origin: Origin): Iterable<Observation> {
  yield* network("kube-router", origin);
  const enabled = flagsOf(commandOf(containers)).get("enable-pod-egress") !== "false";
  yield* masquerade({ by: "kube-router", enabled, ...all }, origin);
}

function* weave(_containers: Containers, origin: Origin): Iterable<Observation> {
  yield* network("weave", origin);
  yield* masquerade({ by: "weave", enabled: true, ...all }, origin);
}

/**
 * Pods leave with their node's address unless `disable-snat-multiple-gws` is set (ovn-org/ovn-kubernetes
 * go-controller/pkg/ovn/gateway.go). Its manifests hand the flag over in this variable; other installers write a script.
 */
function* ovnKubernetes(containers: Containers, origin: Origin): Iterable<Observation> {
  yield* network("ovn-kubernetes", origin);
  const flag = /--disable-snat-multiple-gws(?:[= ](true|false))?/.exec(commandOf(containers).join(" "));
  const stated = variable(containers, "OVN_DISABLE_SNAT_MULTIPLE_GWS") ?? (flag && (flag[1] ?? "true"));
  if (stated === undefined || stated === null) return;
  yield* masquerade({ by: "ovn-kubernetes", enabled: stated !== "true", ...all }, origin);
}

/** Shared ENIs: cilium's part runs with masquerading off (AliyunContainerService/terway cmd/terway-cli/policy.go). */
function* terwayShared(_containers: Containers, origin: Origin): Iterable<Observation> {
  yield* network("terway", origin);
  yield* masquerade({ by: "terway", enabled: false, ...all }, origin);
}

/** Helm's `k8sServiceHost`: the API server's address that agents on all nodes dial where kube-proxy is replaced. */
function* cilium(containers: Containers, origin: Origin): Iterable<Observation> {
  yield* network("cilium", origin);
  yield* ciliumAgent(
    variable(containers, "KUBERNETES_SERVICE_HOST"),
    variable(containers, "KUBERNETES_SERVICE_PORT"),
    origin,
  );
}

const KNOWN: Readonly<Record<string, (containers: Containers, origin: Origin) => Iterable<Observation>>> = {
  "kube-flannel-ds": flannel,
  "kube-flannel": flannel,
  "aws-node": awsVpcCni,
  "kube-router": kubeRouter,
  "weave-net": weave,
  "calico-node": (_containers, origin) => network("calico", origin),
  cilium,
  "ovnkube-node": ovnKubernetes,
  "terway-eniip": terwayShared,
  // Exclusive ENIs: what enters the host's stack is translated, and whether a pod's packet does was not checked.
  "terway-eni": (_containers, origin) => network("terway", origin),
  "kube-ovn-cni": (_containers, origin) => network("kube-ovn", origin),
};

/** DaemonSets of networks, by their well-known names: their flags and variables decide the source of pods' traffic. */
export function* projectDaemonSet(object: Fields, origin: Origin): Iterable<Observation> {
  const name = textOf(at(object, "metadata", "name")) ?? "";
  if (!Object.hasOwn(KNOWN, name)) return;
  yield* KNOWN[name]?.(listOf(at(object, "spec", "template", "spec", "containers")), origin) ?? [];
}
