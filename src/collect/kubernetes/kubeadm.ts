import type { Origin } from "../../core/fact.ts";
import { canonicalAddress } from "../../core/net.ts";
import { type Observation, observed } from "../../core/observation.ts";
import { apiServerFacts } from "../api-server-flags.ts";
import { hostOf, hostPortOf } from "../dials.ts";
import { at, type Fields, listOf, portOf, textMapOf, textOf, textsOf } from "../fields.ts";

/** What kubeadm takes where `controlPlaneEndpoint` names no port: the API server's bind port, 6443 by default. */
const BIND_PORT = 6443;

/** `extraArgs`: a map until kubeadm's v1beta3, a list of name and value from v1beta4 on. */
function extraArgs(value: unknown): ReadonlyMap<string, string> {
  const list = listOf(value).flatMap((entry): [string, string][] => {
    const name = textOf(at(entry, "name"));
    return name === undefined ? [] : [[name, textOf(at(entry, "value")) ?? ""]];
  });
  return new Map([...Object.entries(textMapOf(value)), ...list]);
}

/** kubeadm's ClusterConfiguration, from its own file or from the ConfigMap `kubeadm-config`. */
export function* projectClusterConfiguration(object: Fields, origin: Origin): Iterable<Observation> {
  const version = textOf(object["kubernetesVersion"]);
  // `stable-1` and the like are wishes, not versions.
  if (version !== undefined && /^v?\d+\.\d+/.test(version))
    yield observed("cluster", "cluster", "kubernetesVersion", version.replace(/^v/, ""), origin);
  const endpoint = textOf(object["controlPlaneEndpoint"]);
  const host = endpoint === undefined ? undefined : hostOf(endpoint);
  const target =
    endpoint === undefined
      ? undefined
      : (hostPortOf(endpoint) ?? (host === undefined ? undefined : { host, port: BIND_PORT }));
  if (target !== undefined) yield observed("cluster", "cluster", "controlPlaneEndpoint", target, origin);
  const sans = textsOf(at(object, "apiServer", "certSANs")).map((name) => name.toLowerCase());
  if (sans.length > 0) yield observed("cluster", "cluster", "certSans", sans, origin);
  const local = at(object, "featureGates", "ControlPlaneKubeletLocalMode");
  if (typeof local === "boolean") yield observed("cluster", "cluster", "kubeletLocalMode", local, origin);
  const pods = textOf(at(object, "networking", "podSubnet"));
  if (pods !== undefined) yield observed("cluster", "cluster", "podCidrs", pods.split(","), origin);
  const services = textOf(at(object, "networking", "serviceSubnet"));
  const flags = new Map(extraArgs(at(object, "apiServer", "extraArgs")));
  // kubeadm sets these itself, per master.
  flags.delete("advertise-address");
  if (services !== undefined && !flags.has("service-cluster-ip-range"))
    flags.set("service-cluster-ip-range", services);
  yield* apiServerFacts(flags, undefined, origin);
}

/** Where a master of its own says that its API server is reached. */
export function* projectInitConfiguration(object: Fields, origin: Origin): Iterable<Observation> {
  const endpoint = at(object, "localAPIEndpoint") ?? at(object, "controlPlane", "localAPIEndpoint");
  const address = canonicalAddress(textOf(at(endpoint, "advertiseAddress")) ?? "");
  const node = textOf(at(object, "nodeRegistration", "name"));
  if (address === undefined || node === undefined) return;
  const port = portOf(at(endpoint, "bindPort")) ?? BIND_PORT;
  yield observed("node", node, "roles", ["master"], origin);
  yield observed("node", node, "addresses", [address], origin);
  yield observed("node", node, "apiServer", { host: address, port }, origin);
  yield observed("cluster", "cluster", "masters", [node], origin);
}
