import type { Origin } from "../core/fact.ts";
import type { HostPort } from "../core/facts.ts";
import { type Observation, observed } from "../core/observation.ts";
import { hostPortOf } from "./dials.ts";
import { at, listOf, textOf } from "./fields.ts";

/** Server of a kubeconfig's current context, or of its only cluster. Nothing else is looked at: it holds keys. */
export function serverOf(value: unknown): HostPort | undefined {
  const named = (list: string, name: unknown) =>
    listOf(at(value, list)).find((entry) => at(entry, "name") === name);
  const context = named("contexts", at(value, "current-context"));
  const clusters = listOf(at(value, "clusters"));
  const cluster =
    named("clusters", at(context, "context", "cluster")) ?? (clusters.length === 1 ? clusters[0] : undefined);
  return hostPortOf(textOf(at(cluster, "cluster", "server")) ?? "");
}

/** What kubectl asks where no context tells it a server; see <https://github.com/kubernetes/kubectl/issues/737>. */
const FALLBACK: HostPort = { host: "localhost", port: 8080 };

/** A kubeconfig that is nobody's in particular: that it dials is known, from where is not. */
export function* projectKubeconfig(value: unknown, origin: Origin): Iterable<Observation> {
  const named = serverOf(value);
  const isEmpty = listOf(at(value, "clusters")).length === 0 && at(value, "current-context") !== undefined;
  const server = named ?? (isEmpty ? FALLBACK : undefined);
  if (server === undefined) return;
  const id = `kubeconfig/${origin.source}`;
  yield observed("client", id, "kind", "kubeconfig", origin);
  yield observed("client", id, "name", origin.source, origin);
  yield observed("client", id, "network", "host", origin);
  yield observed("client", id, "dials", [server], origin);
}
