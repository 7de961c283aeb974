import { describe, expect, it } from "vitest";
import { formatDuration, formatInteger, formatList, formatPercent, plural } from "../../src/i18n/numbers.ts";

describe("numbers", () => {
  it("chooses the English form of a noun", () => {
    expect([0, 1, 2, 1000].map((count) => plural(count, "master", "masters"))).toEqual([
      "0 masters",
      "1 master",
      "2 masters",
      "1,000 masters",
    ]);
  });

  it.each([
    [0, "0"],
    [999, "999"],
    [1000, "1,000"],
    [-1234567, "-1,234,567"],
    [-0.5, "0"],
    [2 ** 53 - 1, "9,007,199,254,740,991"],
  ])("groups %d", (value, expected) => {
    expect(formatInteger(value)).toBe(expected);
  });

  it.each([
    [1 / 3, "33.3%"],
    [0.5, "50%"],
    [0, "0%"],
    [1, "100%"],
    [0.0001, "<0.1%"],
    [0.99999, ">99.9%"],
  ])("share %d", (share, expected) => {
    expect(formatPercent(share)).toBe(expected);
  });

  it.each([
    [0, "0 ms", "0 毫秒"],
    [999.4, "999 ms", "999 毫秒"],
    [999.9, "1 s", "1 秒"],
    [4230, "4.2 s", "4.2 秒"],
    [9999, "10 s", "10 秒"],
    [59_600, "1 min", "1 分"],
    [125_000, "2 min 5 s", "2 分 5 秒"],
    [4_200_000, "1 h 10 min", "1 小时 10 分"],
    [7_200_000, "2 h", "2 小时"],
  ])("duration %d ms", (milliseconds, en, zh) => {
    expect(formatDuration(milliseconds, "en")).toBe(en);
    expect(formatDuration(milliseconds, "zh")).toBe(zh);
  });

  it("joins lists", () => {
    expect(formatList([], "en")).toBe("");
    expect(formatList(["a"], "zh")).toBe("a");
    expect(formatList(["a", "b", "c"], "en", "or")).toBe("a, b or c");
    expect(formatList(["a", "b", "c"], "zh")).toBe("a、b 和 c");
  });
});
