import type { HostPort } from "../core/facts.ts";
import type { Flow } from "../core/flow.ts";
import { canonicalAddress } from "../core/net.ts";
import { idsOf, knownValue, type Topology } from "../core/topology.ts";
import { resolveHost } from "./walk/resolve-host.ts";

const spelling = (host: string): string => canonicalAddress(host) ?? host.toLowerCase();

type Ports = ReadonlyMap<string, readonly number[]>;

/** Hosts that lead to a balancer, or to a Service from outside, each with the ports that are served there. */
function servedHosts(topology: Topology): Ports {
  const ports = new Map<string, number[]>();
  for (const id of idsOf(topology, "listener")) {
    const balancer = knownValue(topology, "listener", id, "balancer");
    const port = knownValue(topology, "listener", id, "port");
    if (balancer !== undefined && port !== undefined)
      ports.set(balancer, [...(ports.get(balancer) ?? []), port]);
  }
  const hosts = new Map<string, readonly number[]>();
  for (const id of idsOf(topology, "service")) {
    const own = (knownValue(topology, "service", id, "ports") ?? []).map(({ port }) => port);
    const status = knownValue(topology, "service", id, "addresses") ?? [];
    const external = knownValue(topology, "service", id, "externalIps") ?? [];
    for (const address of [...status.map((each) => each.address), ...external])
      hosts.set(spelling(address), own);
  }
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

/** Names that somebody is told an address for besides DNS: in hosts files and by CoreDNS. */
function namesToldElsewhere(topology: Topology): ReadonlySet<string> {
  const cluster = <F extends "dnsHosts" | "dnsRewrites">(fact: F) =>
    knownValue(topology, "cluster", "cluster", fact) ?? [];
  return new Set(
    [
      ...cluster("dnsHosts").map(({ name }) => name),
      ...cluster("dnsRewrites").map(({ from }) => from),
      ...idsOf(topology, "node")
        .flatMap((id) => knownValue(topology, "node", id, "hosts") ?? [])
        .map(({ name }) => name),
      ...idsOf(topology, "client")
        .flatMap((id) => knownValue(topology, "client", id, "hosts") ?? [])
        .map(({ name }) => name),
    ].map((name) => spelling(name.replace(/\.$/, ""))),
  );
}

/** What clients may dial by their configuration, where it leads to a balancer; the rest nobody has to judge. */
export function candidateFlows(topology: Topology): readonly Flow[] {
  const hosts = servedHosts(topology);
  if (hosts.size === 0) return [];
  const told = namesToldElsewhere(topology);
  /** Ports that are served where the host leads, as this client on this node is told it; undefined where it leads nowhere. */
  const servedAt = (host: string, client: string, node: string): readonly number[] | undefined => {
    const direct = hosts.get(spelling(host));
    if (direct !== undefined || !told.has(spelling(host))) return direct;
    const leads = resolveHost(topology, host, client, node);
    return leads.map((each) => hosts.get(spelling(each))).find((ports) => ports !== undefined);
  };
  return idsOf(topology, "client").flatMap((client) => {
    const candidates = knownValue(topology, "client", client, "candidates") ?? [];
    const mentions = knownValue(topology, "client", client, "mentions") ?? [];
    if (candidates.length + mentions.length === 0) return [];
    const nodes = knownValue(topology, "client", client, "nodes") ?? [];
    return nodes.flatMap((node) => {
      const named = candidates.filter(({ host }) => servedAt(host, client, node) !== undefined);
      const mentioned = mentions.flatMap((host): HostPort[] =>
        (servedAt(host, client, node) ?? []).map((port) => ({ host, port })),
      );
      return [...named, ...mentioned].map((target) => ({ client, node, target }));
    });
  });
}
