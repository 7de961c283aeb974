import ipaddr from "ipaddr.js";

/** An IPv4 or IPv6 address, in the canonical form that `canonicalAddress` gives. */
export type Address = string;

/** The one spelling of an address (lower case, compressed, IPv4-mapped IPv6 as IPv4); undefined if it is none. */
export function canonicalAddress(text: string): Address | undefined {
  if (
    /^\d+\.\d+\.\d+\.\d+$/.test(text) ? !ipaddr.IPv4.isValidFourPartDecimal(text) : !ipaddr.IPv6.isValid(text)
  )
    return undefined;
  return ipaddr.process(text).toString();
}

export const isAddress = (text: string): boolean => canonicalAddress(text) !== undefined;

/** True for `10.0.0.0/8` and `fd00::/8`: address, slash, prefix length within the family. */
export function isCidr(text: string): boolean {
  return parseCidr(text) !== undefined;
}

function parseCidr(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | undefined {
  const [address, length, ...rest] = text.split("/");
  if (address === undefined || length === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length))
    return undefined;
  if (!isAddress(address)) return undefined;
  const parsed = ipaddr.parse(address);
  const bits = Number(length);
  return bits <= (parsed.kind() === "ipv4" ? 32 : 128) ? [parsed, bits] : undefined;
}

/** Whether the address lies in the range; false when either is malformed or the families differ. */
export function cidrContains(cidr: string, address: string): boolean {
  const range = parseCidr(cidr);
  if (range === undefined || !isAddress(address)) return false;
  const candidate = ipaddr.process(address);
  return candidate.kind() === range[0].kind() && candidate.match(range);
}

/** Orders addresses by family and number, so that output does not depend on input order. */
export function compareAddresses(a: Address, b: Address): number {
  const left = ipaddr.parse(a).toByteArray();
  const right = ipaddr.parse(b).toByteArray();
  if (left.length !== right.length) return left.length - right.length;
  const at = left.findIndex((byte, index) => byte !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}
