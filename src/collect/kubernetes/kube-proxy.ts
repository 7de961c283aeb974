import type { Origin } from "../../core/fact.ts";
import { type Observation, observed } from "../../core/observation.ts";
import { type Fields, textOf } from "../fields.ts";
import { serverOf } from "../kubeconfig.ts";
import { KUBE_PROXY } from "./pod-groups.ts";

/** An empty `mode` is kube-proxy's default on Linux: iptables (KubeProxyConfiguration, up to 1.36 at least unverified). */
const DEFAULT_MODE = "iptables";

export function* projectKubeProxyConfiguration(object: Fields, origin: Origin): Iterable<Observation> {
  const mode = object["mode"];
  if (mode === undefined || typeof mode === "string")
    yield observed("cluster", "cluster", "kubeProxyMode", textOf(mode) ?? DEFAULT_MODE, origin);
  const ranges = textOf(object["clusterCIDR"]);
  if (ranges !== undefined) yield observed("cluster", "cluster", "podCidrs", ranges.split(","), origin);
}

/** The kubeconfig in kube-proxy's ConfigMap: one for all nodes. */
export function* kubeProxyClient(kubeconfig: Fields | undefined, origin: Origin): Iterable<Observation> {
  const server = serverOf(kubeconfig);
  if (server === undefined) return;
  yield observed("client", KUBE_PROXY, "kind", "kube-proxy", origin);
  yield observed("client", KUBE_PROXY, "name", "kube-proxy", origin);
  yield observed("client", KUBE_PROXY, "network", "host", origin);
  yield observed("client", KUBE_PROXY, "dials", [server], origin);
}
