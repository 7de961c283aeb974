import { describe, expect, it } from "vitest";
import { table } from "../../src/i18n/table.ts";

describe("table", () => {
  it("aligns columns by what a terminal shows", () => {
    const rows = [
      ["后端", "address", "状态"],
      ["m1", "10.0.0.11:6443", "健康"],
      ["control-plane-2", "10.0.0.12:6443", "不健康"],
    ];
    expect(table(rows, "  ")).toEqual([
      "  后端             address         状态",
      "  m1               10.0.0.11:6443  健康",
      "  control-plane-2  10.0.0.12:6443  不健康",
    ]);
  });

  it("aligns numbers to the right and leaves no trailing spaces", () => {
    const rows = [
      ["name", "share", ""],
      ["m1", "33.3%", "x"],
      ["m2", "0%"],
    ];
    expect(table(rows, "", ["left", "right"])).toEqual(["name  share", "m1    33.3%  x", "m2       0%"]);
  });

  it("counts colours as nothing", () => {
    expect(
      table([
        ["\u001b[32mok\u001b[39m", "a"],
        ["fail", "b"],
      ]),
    ).toEqual(["\u001b[32mok\u001b[39m    a", "fail  b"]);
  });

  it("has nothing to say about nothing", () => {
    expect(table([])).toEqual([]);
  });
});
