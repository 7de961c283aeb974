import type { Origin } from "../../core/fact.ts";
import type { HostEntry } from "../../core/facts.ts";
import { canonicalAddress } from "../../core/net.ts";
import { type Observation, observed } from "../../core/observation.ts";
import { hostOf } from "../dials.ts";

/** `rewrite [stop|continue] [name] [exact] FROM TO`; other kinds of matches name no single host. */
const REWRITE = /^rewrite\s+(?:(?:stop|continue)\s+)?(?:name\s+)?(?:exact\s+)?(\S+)\s+(\S+)/;
const KEYWORDS = new Set(["prefix", "suffix", "substring", "regex", "class", "type", "edns0", "ttl", "{"]);

/** Names that CoreDNS answers in its own way: exact rewrites, and the entries of `hosts` blocks. */
export function* projectCoreDns(corefile: string, origin: Origin): Iterable<Observation> {
  const rewrites: { from: string; to: string }[] = [];
  const hosts: HostEntry[] = [];
  let inHosts = false;
  for (const text of corefile.split("\n")) {
    const line = text.replace(/#.*/, "").trim();
    if (/^hosts\b.*\{$/.test(line)) inHosts = true;
    else if (line === "}") inHosts = false;
    else if (inHosts) hosts.push(...hostEntries(line));
    const [, from = "", to = ""] = REWRITE.exec(line) ?? [];
    const pair = { from: hostOf(from), to: hostOf(to) };
    if (pair.from === undefined || pair.to === undefined || KEYWORDS.has(from) || KEYWORDS.has(to)) continue;
    rewrites.push({ from: pair.from, to: pair.to });
  }
  if (rewrites.length > 0) yield observed("cluster", "cluster", "dnsRewrites", rewrites, origin);
  if (hosts.length > 0) yield observed("cluster", "cluster", "dnsHosts", hosts, origin);
}

/** A line of a hosts file: an address and its names. */
export function hostEntries(line: string): readonly HostEntry[] {
  const [first = "", ...names] = line.replace(/#.*/, "").trim().split(/\s+/);
  const address = canonicalAddress(first.replace(/%.*$/, ""));
  if (address === undefined) return [];
  // Loopback is kept: masters are told to reach the API server's name there.
  return names.flatMap((text) => {
    const name = text.toLowerCase().replace(/\.$/, "");
    return /^[a-z0-9_][a-z0-9_.-]*$/.test(name) ? [{ name, address }] : [];
  });
}
