import type { Origin } from "../../core/fact.ts";
import { canonicalAddress } from "../../core/net.ts";
import { type Observation, observed } from "../../core/observation.ts";
import { at, listOf, textOf } from "../fields.ts";

function* moved(node: string, found: readonly string[], origin: Origin): Iterable<Observation> {
  const addresses = found.flatMap((text) => canonicalAddress(text.split("/")[0] ?? "") ?? []);
  if (addresses.length > 0)
    yield observed("node", node, "movedAddresses", [...new Set(addresses)].sort(), origin);
}

/** Addresses of a keepalived.conf's `virtual_ipaddress` blocks; `!` and `#` begin comments. */
export function keepalivedAddresses(
  { node, text }: { readonly node: string; readonly text: string },
  origin: Origin,
): Iterable<Observation> {
  const bare = text.replace(/[!#].*$/gm, "");
  const blocks = [...bare.matchAll(/\bvirtual_ipaddress\s*\{([^}]*)\}/g)].map(([, block = ""]) => block);
  const lines = blocks.flatMap((block) => block.split("\n"));
  return moved(
    node,
    lines.map((line) => line.trim().split(/\s+/)[0] ?? ""),
    origin,
  );
}

/**
 * The address of a kube-vip container that moves it by ARP (`vip_arp`); with BGP nothing is moved within a subnet.
 * `address` has followed `vip_address` in kube-vip's manifests; both are read.
 */
export function kubeVipAddresses(node: string, container: unknown, origin: Origin): Iterable<Observation> {
  if (!/(?:^|\/)kube-vip(?:[:@]|$)/.test(textOf(at(container, "image")) ?? "")) return [];
  const variables = new Map(
    listOf(at(container, "env")).map((entry) => [at(entry, "name"), textOf(at(entry, "value")) ?? ""]),
  );
  if (variables.get("vip_arp") !== "true") return [];
  return moved(node, [variables.get("address") ?? "", variables.get("vip_address") ?? ""], origin);
}
