import { cidrContains, isAddress } from "../core/net.ts";
import { splitEndpoint } from "../core/spec.ts";
import type { World } from "./types.ts";

/** Where a socket really is. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** Where an address and port of the emulated network are really served; what no instance maps is at itself. */
export function realPlace(world: World, address: string, port: number): Place {
  for (const { addresses, ports } of world.instances) {
    const mapped = addresses.includes(address) ? splitEndpoint(ports[String(port)] ?? "") : undefined;
    if (mapped?.port !== undefined) return { host: mapped.host, port: mapped.port };
  }
  return { host: address, port };
}

/**
 * Whether two addresses belong to one instance. A packet whose source is any address of the machine that it reaches is
 * dropped there, not only one from the very address that it is sent to.
 */
export const sameInstance = (world: World, a: string, b: string): boolean =>
  a === b || world.instances.some(({ addresses }) => addresses.includes(a) && addresses.includes(b));

export const isLoopback = (address: string): boolean =>
  cidrContains("127.0.0.0/8", address) || cidrContains("::1/128", address);

/**
 * The wish to send from `source`, where the kernel can grant it: both ends on loopback and of one family. A loopback
 * source never leaves the machine, so a backend that is mapped to elsewhere sees this machine's own address.
 */
export function sourceFor(place: Place, source: string): { localAddress?: string } {
  const possible =
    isAddress(place.host) &&
    isLoopback(place.host) &&
    isLoopback(source) &&
    place.host.includes(":") === source.includes(":");
  return possible ? { localAddress: source } : {};
}
