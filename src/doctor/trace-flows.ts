import type { HostPort } from "../core/facts.ts";
import type { Flow } from "../core/flow.ts";
import { idsOf, knownValue, type Topology } from "../core/topology.ts";

/** Clients that a word may mean: by id, by name, or `namespace/name`; all of them where several are called so. */
function clientsNamed(topology: Topology, word: string): readonly string[] {
  const ids = idsOf(topology, "client");
  if (ids.includes(word)) return [word];
  return ids.filter((id) => {
    const name = knownValue(topology, "client", id, "name");
    const namespace = knownValue(topology, "client", id, "namespace");
    return word === name || (namespace !== undefined && word === `${namespace}/${name}`);
  });
}

/** Word for a client that is no part of the cluster, where nothing in it is called so. */
const OUTSIDE = "outside";

/**
 * Flows that start at a client, wherever it runs, at a node's own network, or outside the cluster. Empty where nothing is
 * called so.
 */
export function flowsFrom(topology: Topology, word: string, target: HostPort): readonly Flow[] {
  const clients = clientsNamed(topology, word);
  if (clients.length === 0) {
    const start = { client: word, node: word, target };
    if (idsOf(topology, "node").includes(word)) return [start];
    return word === OUTSIDE ? [{ ...start, outside: true }] : [];
  }
  return clients.flatMap((client) =>
    (knownValue(topology, "client", client, "nodes") ?? []).map((node) => ({ client, node, target })),
  );
}
