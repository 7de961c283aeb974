import type { Origin } from "../core/fact.ts";
import type { FactTypes, HostPort } from "../core/facts.ts";
import { type Observation, observed } from "../core/observation.ts";
import { hostPortOf } from "./dials.ts";
import { at, listOf, textOf } from "./fields.ts";

/** Cluster of a kubeconfig's current context, or its only one. */
function clusterOf(value: unknown): unknown {
  const named = (list: string, name: unknown) =>
    listOf(at(value, list)).find((entry) => at(entry, "name") === name);
  const context = named("contexts", at(value, "current-context"));
  const clusters = listOf(at(value, "clusters"));
  const cluster =
    named("clusters", at(context, "context", "cluster")) ?? (clusters.length === 1 ? clusters[0] : undefined);
  return at(cluster, "cluster");
}

/** Server that a kubeconfig names. Nothing else is looked at but whether it is verified: the rest is keys. */
export const serverOf = (value: unknown): HostPort | undefined =>
  hostPortOf(textOf(at(clusterOf(value), "server")) ?? "");

/** Whether the server's certificate is verified, and against which name. */
export function tlsOf(value: unknown): FactTypes["client"]["tls"] {
  const cluster = clusterOf(value);
  const serverName = textOf(at(cluster, "tls-server-name"));
  const isPlain = /^http:/i.test(textOf(at(cluster, "server")) ?? "");
  const verifies = !isPlain && at(cluster, "insecure-skip-tls-verify") !== true;
  return { verifies, ...(serverName === undefined ? {} : { serverName: serverName.toLowerCase() }) };
}

/** What kubectl asks where no context tells it a server; see <https://github.com/kubernetes/kubectl/issues/737>. */
const FALLBACK: HostPort = { host: "localhost", port: 8080 };

/** A kubeconfig that is nobody's in particular: that it dials is known, from where is not. */
export function* projectKubeconfig(value: unknown, origin: Origin): Iterable<Observation> {
  const named = serverOf(value);
  // `current-context: ""` is what kubectl writes when none is chosen, or the chosen one was deleted.
  const isUnchosen = at(value, "current-context") === "";
  const servers = [...(named === undefined ? [] : [named]), ...(isUnchosen ? [FALLBACK] : [])];
  if (servers.length === 0) return;
  const id = `kubeconfig/${origin.source}`;
  yield observed("client", id, "kind", "kubeconfig", origin);
  yield observed("client", id, "name", origin.source, origin);
  yield observed("client", id, "network", "host", origin);
  yield observed("client", id, "dials", servers, origin);
  yield observed("client", id, "tls", tlsOf(value), origin);
}
