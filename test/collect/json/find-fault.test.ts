import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findFault } from "../../../src/collect/json/find-fault.ts";

const accepts = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe("finding the fault in JSON", () => {
  it("agrees with JSON.parse on what is JSON", () => {
    const json = fc.jsonValue().map((value) => JSON.stringify(value, null, 1));
    const edits = fc.record({
      at: fc.nat(),
      put: fc.constantFrom("", '"', ",", "}", "]", "{", "[", "\\", "0", ":", "\n", "e", "-"),
    });
    fc.assert(
      fc.property(json, edits, fc.boolean(), (text, { at, put }, replace) => {
        const where = at % (text.length + 1);
        const edited = text.slice(0, where) + put + text.slice(where + (replace ? 1 : 0));
        expect(findFault(Buffer.from(edited)) === undefined, edited).toBe(accepts(edited));
      }),
      { numRuns: 3000 },
    );
  });

  it("names the byte", () => {
    expect(findFault(Buffer.from('{"a": tru}'))).toEqual({ at: 6, expected: "value" });
    expect(findFault(Buffer.from('{"a": 1 "b"'))).toEqual({ at: 8, expected: "comma" });
    expect(findFault(Buffer.from('["\\x"]'))).toEqual({ at: 2, expected: "escape" });
  });
});
