import { canonicalAddress, isAddress } from "../../core/net.ts";
import { knownValue, type Topology } from "../../core/topology.ts";
import { serviceAddresses } from "./service-names.ts";

const key = (name: string): string => name.toLowerCase().replace(/\.$/, "");

const entry = (
  entries: readonly { readonly name: string; readonly address: string }[] | undefined,
  name: string,
): readonly string[] =>
  (entries ?? []).filter((each) => key(each.name) === name).map(({ address }) => address);

/** Names that lead on to names (a CNAME in a status) are followed so far; more would be a loop. */
const MOST_ALIASES = 8;

function byDns(topology: Topology, name: string, isPod: boolean): readonly string[] {
  const found = new Set<string>([name]);
  for (const each of found) {
    if (found.size > MOST_ALIASES) break;
    if (isPod) {
      const hosts = entry(knownValue(topology, "cluster", "cluster", "dnsHosts"), each);
      for (const address of hosts) found.add(address);
      if (hosts.length > 0) continue;
      for (const { from, to } of knownValue(topology, "cluster", "cluster", "dnsRewrites") ?? [])
        if (key(from) === each) found.add(key(to));
    }
    if (isPod) for (const address of serviceAddresses(topology, each)) found.add(address);
    for (const address of knownValue(topology, "name", each, "addresses") ?? []) found.add(address);
    for (const alias of knownValue(topology, "name", each, "aliases") ?? []) found.add(key(alias));
  }
  return [...found];
}

/**
 * What a client is told that a host is, itself first unless a hosts file speaks: `/etc/hosts` of its node on the host
 * network, `hostAliases` in a pod, then DNS; what CoreDNS rewrites is seen by pods only.
 */
export function resolveHost(
  topology: Topology,
  host: string,
  client: string,
  node: string,
): readonly string[] {
  if (isAddress(host)) return [canonicalAddress(host) ?? host];
  const name = key(host);
  const isPod = knownValue(topology, "client", client, "network") === "pod";
  const own = [
    ...entry(knownValue(topology, "client", client, "hosts"), name),
    ...(isPod ? [] : entry(knownValue(topology, "node", node, "hosts"), name)),
  ];
  return own.length > 0 ? own : byDns(topology, name, isPod);
}
