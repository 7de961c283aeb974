import type { Origin } from "../../core/fact.ts";
import type { Masquerade } from "../../core/facts.ts";
import { isCidr } from "../../core/net.ts";
import { type Observation, observed } from "../../core/observation.ts";
import { hostOf } from "../dials.ts";
import { at, type Fields, portOf, textOf, textsOf } from "../fields.ts";
import { embeddedYaml } from "./embedded-yaml.ts";
import { subjectId } from "./subject-id.ts";

type Data = Readonly<Record<string, string>>;

const ranges = (text: string | undefined): readonly string[] =>
  (text ?? "")
    .split(",")
    .map((range) => range.trim())
    .filter(isCidr);

export function* network(name: string, origin: Origin): Iterable<Observation> {
  yield observed("cluster", "cluster", "networks", [name], origin);
}

export function* masquerade(rule: Masquerade, origin: Origin): Iterable<Observation> {
  yield observed("cluster", "cluster", "masquerades", [rule], origin);
}

/** Whether it translates is a flag of its DaemonSet (`--ip-masq`), not here. */
export function* flannel(data: Data, origin: Origin): Iterable<Observation> {
  yield* network("flannel", origin);
  const pods = ranges(textOf(embeddedYaml(data["net-conf.json"])?.["Network"]));
  if (pods.length > 0) yield observed("cluster", "cluster", "podCidrs", pods, origin);
}

/** Id of Cilium's agent as a client, shared by its pods, its DaemonSet and its ConfigMap. */
export const CILIUM_AGENT = "kube-system/daemonset/cilium";

/** The agent where it was told an API server's address of its own; loopback is a local proxy's. */
export function* ciliumAgent(
  named: string | undefined,
  portText: string | undefined,
  origin: Origin,
): Iterable<Observation> {
  const host = hostOf(named ?? "");
  const port = portOf(portText ?? "6443");
  if (host === undefined || port === undefined) return;
  yield observed("client", CILIUM_AGENT, "kind", "cni-agent", origin);
  yield observed("client", CILIUM_AGENT, "name", "cilium", origin);
  yield observed("client", CILIUM_AGENT, "namespace", "kube-system", origin);
  yield observed("client", CILIUM_AGENT, "network", "host", origin);
  yield observed("client", CILIUM_AGENT, "dials", [{ host, port }], origin);
}

/** Keys of cilium-config: cilium Documentation/network/concepts/masquerading.rst and kubeproxy-free.rst. */
export function* cilium(data: Data, origin: Origin): Iterable<Observation> {
  yield* network("cilium", origin);
  const enabled = data["enable-ipv4-masquerade"] ?? data["masquerade"];
  if (enabled === "true" || enabled === "false")
    yield* masquerade(
      {
        by: "cilium",
        enabled: enabled === "true",
        sources: [],
        exceptDestinations: ranges(data["ipv4-native-routing-cidr"] ?? data["native-routing-cidr"]),
      },
      origin,
    );
  yield* ciliumAgent(data["k8s-service-host"], data["k8s-service-port"], origin);
  // `strict` until 1.13, `true` since; `partial` and `probe` leave kube-proxy in place.
  if (data["kube-proxy-replacement"] === "true" || data["kube-proxy-replacement"] === "strict")
    yield observed("cluster", "cluster", "kubeProxyMode", "none", origin);
}

/** What the agent leaves untranslated when its configuration names no ranges (kubernetes-sigs/ip-masq-agent README). */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
const LINK_LOCAL = "169.254.0.0/16";

export function* ipMasqAgent(data: Data, origin: Origin): Iterable<Observation> {
  const config = embeddedYaml(data["config"]) ?? {};
  const listed = config["nonMasqueradeCIDRs"];
  const except = Array.isArray(listed) ? textsOf(listed).filter(isCidr) : PRIVATE;
  const local = config["masqLinkLocal"] === true ? [] : [LINK_LOCAL];
  yield* masquerade(
    { by: "ip-masq-agent", enabled: true, sources: [], exceptDestinations: [...except, ...local] },
    origin,
  );
}

/** antrea-agent.conf; `networkPolicyOnly` leaves traffic to the cloud's own network. */
export function* antrea(data: Data, origin: Origin): Iterable<Observation> {
  yield* network("antrea", origin);
  const config = embeddedYaml(data["antrea-agent.conf"]);
  if (config === undefined) return;
  const mode = textOf(config["trafficEncapMode"]) ?? "encap";
  const enabled = mode !== "networkPolicyOnly" && !(mode === "noEncap" && config["noSNAT"] === true);
  yield* masquerade({ by: "antrea", enabled, sources: [], exceptDestinations: [] }, origin);
  if (at(config, "antreaProxy", "proxyAll") === true)
    yield observed("cluster", "cluster", "kubeProxyMode", "none", origin);
}

/** Shared ENIs are not translated; exclusive ones and VPC routes depend on more than this object says. */
export function* terway(data: Data, origin: Origin): Iterable<Observation> {
  yield* network("terway", origin);
  const conf = data["10-terway.conf"] ?? data["10-terway.conflist"] ?? "";
  if (/"eniip_virtual_type"\s*:/i.test(conf))
    yield* masquerade({ by: "terway", enabled: false, sources: [], exceptDestinations: [] }, origin);
}

/** Calico's eBPF mode: the API server's address that its agents on all nodes dial. */
export function* calicoEndpoint(data: Data, origin: Origin): Iterable<Observation> {
  const host = hostOf(data["KUBERNETES_SERVICE_HOST"] ?? "");
  const port = portOf(data["KUBERNETES_SERVICE_PORT"]);
  if (host === undefined || port === undefined) return;
  yield observed("client", "calico-node", "kind", "cni-agent", origin);
  yield observed("client", "calico-node", "name", "calico-node", origin);
  yield observed("client", "calico-node", "network", "host", origin);
  yield observed("client", "calico-node", "dials", [{ host, port }], origin);
}

/** An address pool of Calico: `natOutgoing` is off where the field is absent (IPPool reference). */
export function* projectIpPool(object: Fields, origin: Origin): Iterable<Observation> {
  const cidr = textOf(at(object, "spec", "cidr"));
  if (subjectId(object) === undefined || cidr === undefined || !isCidr(cidr)) return;
  yield* network("calico", origin);
  yield observed("cluster", "cluster", "podCidrs", [cidr], origin);
  const enabled = at(object, "spec", "natOutgoing") === true;
  yield* masquerade({ by: "calico", enabled, sources: [cidr], exceptDestinations: [cidr] }, origin);
}
