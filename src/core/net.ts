/** An IPv4 or IPv6 address, in the canonical form that `canonicalAddress` gives. */
export type Address = string;

/** 4 or 16 bytes in network order. */
type Bytes = readonly number[];

/** Leading zeros are refused: some readers take 010 for 8. */
function ipv4Bytes(text: string): Bytes | undefined {
  const parts = text.split(".");
  const isNumber = (part: string): boolean => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255;
  return parts.length === 4 && parts.every(isNumber) ? parts.map(Number) : undefined;
}

/** Bytes of colon-separated groups; the last one may be an IPv4 address where `tail` says so. */
function groupBytes(text: string, tail: boolean): Bytes | undefined {
  if (text === "") return [];
  const groups = text.split(":");
  const bytes: number[] = [];
  for (const [index, group] of groups.entries()) {
    const embedded =
      tail && index === groups.length - 1 && group.includes(".") ? ipv4Bytes(group) : undefined;
    if (embedded !== undefined) bytes.push(...embedded);
    else if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const number = Number.parseInt(group, 16);
      bytes.push(number >> 8, number & 255);
    } else return undefined;
  }
  return bytes;
}

function ipv6Bytes(text: string): Bytes | undefined {
  const [head = "", rest, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  const left = groupBytes(head, rest === undefined);
  const right = groupBytes(rest ?? "", true);
  if (left === undefined || right === undefined) return undefined;
  const missing = 16 - left.length - right.length;
  if (rest === undefined ? missing !== 0 : missing < 2) return undefined;
  return [...left, ...new Array<number>(missing).fill(0), ...right];
}

/** ::ffff:0:0/96, whose addresses are IPv4 addresses (RFC 4291, 2.5.5.2). */
const isMapped = (bytes: Bytes): boolean =>
  bytes.length === 16 && bytes.every((byte, index) => index >= 12 || byte === (index < 10 ? 0 : 255));

function bytesOf(text: string): Bytes | undefined {
  if (!text.includes(":")) return ipv4Bytes(text);
  const bytes = ipv6Bytes(text);
  return bytes !== undefined && isMapped(bytes) ? bytes.slice(12) : bytes;
}

/** RFC 5952: lower case, no leading zeros, the first longest run of two or more zero groups written as `::`. */
function ipv6Text(bytes: Bytes): Address {
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
  );
  const runs = [...groups.join(":").matchAll(/(?<![0-9a-f])0(:0)+(?![0-9a-f])/g)];
  const longest = runs.reduce((best, [run]) => (run.length > best.length ? run : best), "");
  if (longest === "") return groups.join(":");
  const at = runs.find(([run]) => run === longest)?.index ?? 0;
  const text = groups.join(":");
  return `${text.slice(0, Math.max(at - 1, 0))}::${text.slice(at + longest.length + 1)}`;
}

const textOf = (bytes: Bytes): Address => (bytes.length === 4 ? bytes.join(".") : ipv6Text(bytes));

/** The one spelling of an address (lower case, compressed, IPv4-mapped IPv6 as IPv4); undefined if it is none. */
export function canonicalAddress(text: string): Address | undefined {
  const bytes = bytesOf(text);
  return bytes === undefined ? undefined : textOf(bytes);
}

export const isAddress = (text: string): boolean => bytesOf(text) !== undefined;

interface Range {
  readonly bytes: Bytes;
  readonly bits: number;
}

function parseCidr(text: string): Range | undefined {
  const [address, length, ...rest] = text.split("/");
  if (address === undefined || length === undefined || rest.length > 0) return undefined;
  if (!/^(0|[1-9]\d{0,2})$/.test(length)) return undefined;
  const bytes = address.includes(":") ? ipv6Bytes(address) : ipv4Bytes(address);
  return bytes === undefined || Number(length) > bytes.length * 8
    ? undefined
    : { bytes, bits: Number(length) };
}

/** Bits of byte `index` that belong to a prefix of `bits`. */
const mask = (bits: number, index: number): number =>
  (0xff00 >> Math.min(8, Math.max(0, bits - index * 8))) & 0xff;

/** True for `10.0.0.0/8` and `fd00::/8`: address, slash, prefix length within the family. */
export const isCidr = (text: string): boolean => parseCidr(text) !== undefined;

/** The range with its host bits cleared: `10.1.2.3/8` is `10.0.0.0/8`. Undefined when it is none. */
export function canonicalCidr(text: string): string | undefined {
  const range = parseCidr(text);
  if (range === undefined) return undefined;
  const network = range.bytes.map((byte, index) => byte & mask(range.bits, index));
  return `${textOf(network)}/${range.bits}`;
}

/** Whether the address lies in the range; false when either is malformed or the families differ. */
export function cidrContains(cidr: string, address: string): boolean {
  const range = parseCidr(cidr);
  const bytes = bytesOf(address);
  if (range === undefined || bytes === undefined || range.bytes.length !== bytes.length) return false;
  return bytes.every((byte, index) => ((byte ^ (range.bytes[index] ?? 0)) & mask(range.bits, index)) === 0);
}

/** Orders addresses by family and number, so that output does not depend on input order. */
export function compareAddresses(a: Address, b: Address): number {
  const [left = [], right = []] = [bytesOf(a), bytesOf(b)];
  if (left.length !== right.length) return left.length - right.length;
  const at = left.findIndex((byte, index) => byte !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}
