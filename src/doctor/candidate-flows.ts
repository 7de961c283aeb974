import type { HostPort } from "../core/facts.ts";
import type { Flow } from "../core/flow.ts";
import { canonicalAddress } from "../core/net.ts";
import { idsOf, knownValue, type Topology } from "../core/topology.ts";

const spelling = (host: string): string => canonicalAddress(host) ?? host.toLowerCase();

/** Hosts that lead to a balancer, each with the ports that it listens on. */
function balancerHosts(topology: Topology): ReadonlyMap<string, readonly number[]> {
  const ports = new Map<string, number[]>();
  for (const id of idsOf(topology, "listener")) {
    const balancer = knownValue(topology, "listener", id, "balancer");
    const port = knownValue(topology, "listener", id, "port");
    if (balancer !== undefined && port !== undefined)
      ports.set(balancer, [...(ports.get(balancer) ?? []), port]);
  }
  const hosts = new Map<string, readonly number[]>();
  for (const id of idsOf(topology, "balancer")) {
    const own = ports.get(id) ?? [];
    for (const { address } of knownValue(topology, "balancer", id, "addresses") ?? [])
      hosts.set(spelling(address), own);
    for (const name of knownValue(topology, "balancer", id, "names") ?? []) hosts.set(spelling(name), own);
  }
  for (const name of idsOf(topology, "name")) {
    const leads = [
      ...(knownValue(topology, "name", name, "addresses") ?? []),
      ...(knownValue(topology, "name", name, "aliases") ?? []),
    ];
    const found = leads.map((host) => hosts.get(spelling(host))).find((own) => own !== undefined);
    if (found !== undefined && !hosts.has(spelling(name))) hosts.set(spelling(name), found);
  }
  return hosts;
}

/** What clients may dial by their configuration, where it leads to a balancer; the rest nobody has to judge. */
export function candidateFlows(topology: Topology): readonly Flow[] {
  const hosts = balancerHosts(topology);
  if (hosts.size === 0) return [];
  return idsOf(topology, "client").flatMap((client) => {
    const candidates = knownValue(topology, "client", client, "candidates") ?? [];
    const named = candidates.filter(({ host }) => hosts.has(spelling(host)));
    const mentioned = (knownValue(topology, "client", client, "mentions") ?? []).flatMap((host): HostPort[] =>
      (hosts.get(spelling(host)) ?? []).map((port) => ({ host, port })),
    );
    const targets = [...named, ...mentioned];
    if (targets.length === 0) return [];
    const nodes = knownValue(topology, "client", client, "nodes") ?? [];
    return nodes.flatMap((node) => targets.map((target) => ({ client, node, target })));
  });
}
