import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutToWidth, displayWidth, padToWidth } from "../../src/i18n/width.ts";

/** Widths by Unicode Standard Annex 11 (East Asian Width) and UTS 51 (emoji), worked out by hand. */
const WIDTHS: readonly [text: string, columns: number, why: string][] = [
  ["", 0, "nothing"],
  ["slbctl", 6, "ASCII"],
  ["负载均衡", 8, "CJK ideographs are wide"],
  ["負載均衡（主）", 14, "full-width brackets are wide"],
  ["後端, 2", 7, "mixed"],
  ["カナ", 4, "katakana is wide"],
  ["ｶﾅ", 2, "half-width katakana"],
  ["한글", 4, "Hangul syllables are wide"],
  ["\u1112\u1161\u11ab", 2, "decomposed Hangul: the leading consonant carries the width"],
  ["e\u0301", 1, "combining acute"],
  ["\u0301", 0, "a lone combining mark"],
  ["a\u200bb", 2, "zero-width space"],
  ["\u001b[31m红\u001b[0m", 2, "colour takes no columns"],
  ["\u001b]8;;https://example.com\u0007link\u001b]8;;\u0007", 4, "a terminal link"],
  ["🚀", 2, "emoji"],
  ["👩‍💻", 2, "joined emoji"],
  ["👍🏽", 2, "emoji with skin tone"],
  ["🇨🇳", 2, "a flag is two letters in two columns"],
  ["🇨🇳🇯🇵", 4, "two flags"],
  ["❤️", 2, "emoji style of a narrow symbol"],
  ["①", 1, "ambiguous counts as narrow"],
];

describe("displayWidth", () => {
  it.each(WIDTHS)("%j takes %i columns: %s", (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });

  it("adds up over texts that do not combine", () => {
    const plain = fc.string({
      unit: fc.constantFrom("a", "Z", "9", " ", "中", "文", "，", "ｱ"),
      maxLength: 30,
    });
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        expect(displayWidth(a + b)).toBe(displayWidth(a) + displayWidth(b));
      }),
    );
  });
});

describe("padToWidth", () => {
  it("pads by columns, not by characters", () => {
    expect(padToWidth("主机", 6)).toBe("主机  ");
    expect(padToWidth("12", 4, "right")).toBe("  12");
    expect(padToWidth("too long", 3)).toBe("too long");
  });
});

describe("cutToWidth", () => {
  it.each([
    ["负载均衡器", 10, "负载均衡器"],
    ["负载均衡器", 9, "负载均..."],
    ["负载均衡器", 8, "负载..."],
    ["load balancer", 8, "load ..."],
    ["abc", 2, ".."],
    ["e\u0301tat des lieux", 7, "e\u0301tat..."],
  ])("cuts %j to %i columns", (text, columns, expected) => {
    expect(cutToWidth(text, columns)).toBe(expected);
  });

  it("never exceeds the width", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat({ max: 20 }), (text, columns) => {
        expect(displayWidth(cutToWidth(text, columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
