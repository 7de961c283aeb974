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

/** A kubeconfig that is nobody's in particular: that it dials is known, from where is not. */
export function* projectKubeconfig(value: unknown, origin: Origin): Iterable<Observation> {
  const server = serverOf(value);
  if (server === undefined) return;
  const id = `kubeconfig/${origin.source}`;
  yield observed("client", id, "kind", "kubeconfig", origin);
  yield observed("client", id, "name", origin.source, origin);
  yield observed("client", id, "network", "host", origin);
  yield observed("client", id, "dials", [server], origin);
}
