import type { World, WorldSubnet } from "../../../src/emulator/types.ts";
import type { State } from "./state.ts";
import { Refusal } from "./wire/refusal.ts";

/** Addresses that a subnet must have free before a load balancer may be placed in it. */
const MIN_FREE = 8;
/** AWS keeps the first four addresses of every subnet (and the last) for itself. */
const RESERVED_FIRST = 4;

const toNumber = (address: string): number =>
  address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);

const toAddress = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");

/** First and last address of an IPv4 range; undefined for anything else. */
export function rangeOf(cidr: string): { first: number; last: number } | undefined {
  const match = /^(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (match === null) return undefined;
  const [, address = "", length = ""] = match;
  const size = 2 ** (32 - Number(length));
  const first = Math.floor(toNumber(address) / size) * size;
  return { first, last: first + size - 1 };
}

export const inSubnet = (subnet: WorldSubnet, address: string): boolean => {
  const range = rangeOf(subnet.cidr);
  const number = /^\d+\.\d+\.\d+\.\d+$/.test(address) ? toNumber(address) : Number.NaN;
  return range !== undefined && number >= range.first && number <= range.last;
};

/** Addresses that instances of the world or nodes of load balancers already have. */
export const usedAddresses = (world: World, state: State): Set<string> =>
  new Set([
    ...world.instances.flatMap(({ addresses }) => addresses),
    ...state.loadBalancers.flatMap(({ zones }) => zones.map(({ address }) => address)),
  ]);

/** An address for a load balancer node: the one that was asked for, or the first free one of the subnet. */
export function takeAddress(
  subnet: WorldSubnet,
  wanted: string | undefined,
  used: ReadonlySet<string>,
): string {
  const range = rangeOf(subnet.cidr);
  if (range === undefined)
    throw new Refusal("InvalidSubnet", `The subnet '${subnet.id}' has no IPv4 range in the emulated world`);
  if (wanted !== undefined) {
    if (!inSubnet(subnet, wanted))
      throw new Refusal(
        "InvalidConfigurationRequest",
        `The address '${wanted}' is not in the subnet '${subnet.id}'`,
      );
    if (used.has(wanted))
      throw new Refusal(
        "InvalidConfigurationRequest",
        `The address '${wanted}' in the subnet '${subnet.id}' is in use`,
      );
    return wanted;
  }
  const inside = [...used].filter((address) => inSubnet(subnet, address)).length;
  const free = range.last - range.first + 1 - RESERVED_FIRST - 1 - inside;
  for (let number = range.first + RESERVED_FIRST; number < range.last && free >= MIN_FREE; number += 1)
    if (!used.has(toAddress(number))) return toAddress(number);
  throw new Refusal(
    "InvalidSubnet",
    `Not enough IP space available in ${subnet.id}. ELB requires at least ${MIN_FREE} free IP addresses in each subnet.`,
  );
}
