import { isIPv4, isIPv6 } from "node:net";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, test } from "vitest";
import {
  canonicalAddress,
  canonicalCidr,
  cidrContains,
  compareAddresses,
  isAddress,
  isCidr,
} from "../../src/core/net.ts";

/** Node's own readers: net says what is an address, URL how it is written. Neither knows mapped addresses as IPv4. */
function oracle(text: string): string | undefined {
  if (isIPv4(text)) return text;
  if (!isIPv6(text) || text.includes("%")) return undefined;
  const written = new URL(`http://[${text}]`).hostname.slice(1, -1);
  const [, high = "", low = ""] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(written) ?? [];
  if (high === "") return written;
  const number = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

const group = fc.oneof(
  fc.constant("0"),
  fc.constantFrom("", "00", "ffff", "FFFF", "10000", "g"),
  fc.nat(0xffff).map((n) => n.toString(16)),
);
const octet = fc.oneof(fc.nat(300).map(String), fc.constantFrom("", "00", "01", "-1"));
const v4 = fc.array(octet, { minLength: 3, maxLength: 5 }).map((parts) => parts.join("."));
const v6 = fc
  .tuple(fc.array(group, { minLength: 1, maxLength: 9 }), fc.boolean(), v4)
  .map(([groups, embedded, tail]) => (embedded ? [...groups.slice(0, 6), tail] : groups).join(":"));
const looksLikeOne = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  v4,
  v6,
  fc.ipV6().map((text) => text.toUpperCase()),
);

describe("addresses", () => {
  test("are read and written as Node reads and writes them", () => {
    fc.assert(
      fc.property(looksLikeOne, (text) => {
        expect(canonicalAddress(text)).toBe(oracle(text));
        expect(isAddress(text)).toBe(oracle(text) !== undefined);
      }),
      { numRuns: 3000 },
    );
  });

  // RFC 5952, sections 4.2.2 and 4.2.3; RFC 4291, 2.5.5.2.
  test.each([
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:DB8::0:1", "2001:db8::1"],
    ["::ffff:10.0.0.1", "10.0.0.1"],
    ["::", "::"],
    ["::1", "::1"],
    ["::1.2.3.4", "::102:304"],
    ["1::", "1::"],
  ])("%s is %s", (text, canonical) => {
    expect(canonicalAddress(text)).toBe(canonical);
  });

  test.each([
    "",
    "1.2.3",
    "010.0.0.1",
    "1.2.3.256",
    ":::",
    "1::2::3",
    "::1%eth0",
    "1:2:3:4:5:6:7",
    "12345::",
    "::1.2.3",
    "api",
  ])("%j is none", (text) => {
    expect(canonicalAddress(text)).toBeUndefined();
  });

  test("are ordered by family and number", () => {
    const sorted = ["10.0.0.10", "10.0.0.9", "::1", "9.255.0.0"].sort(compareAddresses);
    expect(sorted).toEqual(["9.255.0.0", "10.0.0.9", "10.0.0.10", "::1"]);
  });
});

describe("ranges", () => {
  test("contain what ipaddr.js says they contain", () => {
    const range = fc.oneof(
      fc.tuple(fc.ipV4(), fc.nat(32)).map(([address, bits]) => `${address}/${bits}`),
      fc.tuple(fc.ipV6(), fc.nat(128)).map(([address, bits]) => `${address}/${bits}`),
    );
    fc.assert(
      // ipaddr.js takes the long deprecated ::1.2.3.4 for a mapped address.
      fc.property(
        range.filter((cidr) => !cidr.includes(".") || !cidr.includes(":")),
        fc.oneof(
          fc.ipV4(),
          fc.ipV6().filter((text) => !text.includes(".")),
        ),
        (cidr, other) => {
          const [base = ""] = cidr.split("/");
          for (const address of [other, base]) {
            const candidate = ipaddr.process(address);
            const [network, bits] = ipaddr.parseCIDR(cidr);
            const expected = candidate.kind() === network.kind() && candidate.match(network, bits);
            expect(cidrContains(cidr, address)).toBe(expected);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("have their host bits cleared", () => {
    expect(canonicalCidr("10.1.2.3/8")).toBe("10.0.0.0/8");
    expect(canonicalCidr("10.1.2.255/31")).toBe("10.1.2.254/31");
    expect(canonicalCidr("fd12:3456::1/7")).toBe("fc00::/7");
    expect(canonicalCidr("0.0.0.0/0")).toBe("0.0.0.0/0");
  });

  test.each(["10.0.0.0", "10.0.0.0/33", "10.0.0.0/08", "fd00::/129", "10.0.0.0/8/8", "x/8", "10.0.0.0/"])(
    "%j is none",
    (text) => {
      expect(isCidr(text)).toBe(false);
      expect(canonicalCidr(text)).toBeUndefined();
      expect(cidrContains(text, "10.0.0.1")).toBe(false);
    },
  );
});
