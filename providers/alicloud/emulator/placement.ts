import ipaddr from "ipaddr.js";
import { cidrContains } from "../../../src/core/net.ts";
import type { World, WorldSubnet } from "../../../src/emulator/types.ts";
import { slavesOf, zonesOf } from "./regions.ts";
import type { State } from "./state.ts";
import { invalid, Refusal } from "./wire/refusal.ts";

/** Public addresses come from here, so that listeners of internet-facing balancers can be reached on this machine. */
const INTERNET = "127.254.0.0/16";
/** The system keeps the first and the last three addresses of every vSwitch (VPC documents, 2026-11). */
const RESERVED_LAST = 3;

const usedAddresses = (world: World, state: State): Set<string> =>
  new Set([
    // The emulator itself is served there.
    "127.0.0.1",
    ...world.instances.flatMap(({ addresses }) => addresses),
    ...state.loadBalancers.map(({ address }) => address),
  ]);

const toNumber = (address: ipaddr.IPv4): number =>
  address.toByteArray().reduce((sum, octet) => sum * 256 + octet, 0);

const toAddress = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");

/** First and last address that may be given out; undefined for a range that is not IPv4. */
function usableRange(cidr: string): { first: number; last: number } | undefined {
  if (!ipaddr.IPv4.isValidCIDR(cidr)) return undefined;
  const network = toNumber(ipaddr.IPv4.networkAddressFromCIDR(cidr));
  const broadcast = toNumber(ipaddr.IPv4.broadcastAddressFromCIDR(cidr));
  return { first: network + 1, last: broadcast - RESERVED_LAST };
}

function firstFree(cidr: string, used: ReadonlySet<string>): string | undefined {
  const range = usableRange(cidr);
  for (let number = range?.first ?? 1; number <= (range?.last ?? 0); number += 1)
    if (!used.has(toAddress(number))) return toAddress(number);
  return undefined;
}

export const internetAddress = (world: World, state: State): string => {
  const address = firstFree(INTERNET, usedAddresses(world, state));
  if (address === undefined)
    throw new Refusal("OperationFailed.RegionResourceLimit", "The region has no address left.");
  return address;
};

/** The address that was asked for, or the first free one of the vSwitch. */
export function vSwitchAddress(
  vSwitch: WorldSubnet,
  wanted: string | undefined,
  world: World,
  state: State,
): string {
  const used = usedAddresses(world, state);
  if (wanted === undefined) {
    const address = firstFree(vSwitch.cidr, used);
    if (address !== undefined) return address;
    throw new Refusal("VSwitchAvailableIpNotExist", "The specified vSwitch has no available IP address.");
  }
  const range = usableRange(vSwitch.cidr);
  const number = ipaddr.IPv4.isValidFourPartDecimal(wanted) ? toNumber(ipaddr.IPv4.parse(wanted)) : -1;
  if (range === undefined || !cidrContains(vSwitch.cidr, wanted))
    throw invalid("The specified Address is not in the CIDR block of the vSwitch.");
  if (number < range.first || number > range.last) throw invalid("The specified Address is reserved.");
  if (used.has(wanted)) throw invalid("The vpc Ip is exist.");
  return wanted;
}

/** Master and slave zone; where the world knows no zones of the region, what is asked for is granted. */
export function zonePair(
  world: World,
  region: string,
  wanted: { readonly master: string | undefined; readonly slave: string | undefined },
  near: string | undefined,
): { readonly masterZoneId: string; readonly slaveZoneId: string } {
  const zones = zonesOf(world, region);
  const refuse = (zone: string) =>
    new Refusal("PRODUCT.NOT_AVAILABLE_IZ", `The Instance zone id ${zone} doesn't support.`);
  const master = wanted.master ?? near ?? zones[0] ?? `${region}-a`;
  if (wanted.master !== undefined && zones.length > 0 && !zones.includes(master)) throw refuse(master);
  const slaves = slavesOf(zones, master);
  const slave = wanted.slave ?? slaves[0] ?? master;
  if (wanted.slave !== undefined && zones.length > 0 && !slaves.includes(slave)) throw refuse(slave);
  return { masterZoneId: master, slaveZoneId: slave };
}
