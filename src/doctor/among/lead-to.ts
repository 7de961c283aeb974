import type { FactTypes } from "../../core/facts.ts";
import { canonicalAddress } from "../../core/net.ts";

type Rows<K extends keyof FactTypes, F extends keyof FactTypes[K]> = ReadonlyMap<
  string,
  { readonly [Name in F]?: FactTypes[K][Name] }
>;

/** What says where a host leads, read of all balancers, names and nodes. */
interface Directory {
  readonly balancer: Rows<"balancer", "addresses" | "names">;
  readonly name: Rows<"name", "addresses" | "aliases">;
  readonly node: Rows<"node", "hosts">;
}

export const spelling = (host: string): string =>
  canonicalAddress(host) ?? host.toLowerCase().replace(/\.$/, "");

/** Names that lead on to names are followed so far; more would be a loop. */
const MOST_ALIASES = 8;

/** Every address that a host is for DNS or for some node's hosts file, itself where it is one; without any it is unknown. */
export function addressesOf(host: string, { name, node }: Omit<Directory, "balancer">): readonly string[] {
  const found = new Set([spelling(host)]);
  let steps = 0;
  for (const each of found) {
    if (canonicalAddress(each) !== undefined || steps++ > MOST_ALIASES) continue;
    const facts = [...name].find(([id]) => spelling(id) === each)?.[1];
    for (const lead of [...(facts?.addresses ?? []), ...(facts?.aliases ?? [])]) found.add(spelling(lead));
    for (const { hosts } of node.values())
      for (const entry of hosts ?? []) if (spelling(entry.name) === each) found.add(spelling(entry.address));
  }
  return [...found].filter((each) => canonicalAddress(each) !== undefined);
}

/** Ids of the balancers that a host or one of its addresses belongs to. */
export function balancersAt(host: string, directory: Directory): readonly string[] {
  const hosts = new Set([spelling(host), ...addressesOf(host, directory)]);
  return [...directory.balancer].flatMap(([id, { addresses, names }]) => {
    const own = [...(addresses ?? []).map(({ address }) => address), ...(names ?? []), id];
    return own.some((each) => hosts.has(spelling(each))) ? [id] : [];
  });
}
