import { describe, expect, it } from "vitest";
import type { SpecProblem } from "../../src/core/spec.ts";
import { problemsJson } from "../../src/report/problems-json.ts";
import { problemsText } from "../../src/report/problems-text.ts";

const PROBLEM: SpecProblem = {
  at: { kind: "file", file: "规格.yaml", line: 11, column: 11, length: 6, excerpt: '    port: "6443"' },
  path: ["masters", 0, "port"],
  found: '"6443"',
  text: { en: "this is a text", zh: "这是文本" },
  expected: { en: "a number", zh: "数字" },
};

const inFile = (place: Partial<SpecProblem["at"] & { kind: "file" }>): SpecProblem =>
  ({ ...PROBLEM, at: { ...PROBLEM.at, ...place } }) as SpecProblem;

const frame = (problem: SpecProblem): string[] => problemsText([problem], "en").split("\n").slice(1, 3);

describe("problemsText", () => {
  it("shows place, field, line and what was expected", () => {
    expect(problemsText([PROBLEM], "en")).toBe(`规格.yaml:11:11: masters[0].port: this is a text
   11 |     port: "6443"
      |           ^^^^^^
        found "6443"; expected a number

1 problem in the spec.
`);
    expect(problemsText([PROBLEM, PROBLEM], "zh")).toBe(`规格.yaml:11:11: masters[0].port: 这是文本
   11 |     port: "6443"
      |           ^^^^^^
        实际为 "6443"；应为：数字

规格.yaml:11:11: masters[0].port: 这是文本
   11 |     port: "6443"
      |           ^^^^^^
        实际为 "6443"；应为：数字

配置共有 2 个问题。
`);
  });

  it("names the flag where there is no file", () => {
    const problem: SpecProblem = { ...PROBLEM, at: { kind: "flag", flag: "--master" }, found: undefined };
    expect(problemsText([problem], "en")).toContain(
      "--master: masters[0].port: this is a text\n        expected a number\n",
    );
  });

  it("puts the mark under wide characters", () => {
    // Each of the six characters before and the two marked ones takes two columns.
    expect(frame(inFile({ column: 9, length: 2, excerpt: "k: 生产环境的主机" }))).toEqual([
      "   11 | k: 生产环境的主机",
      `      | ${" ".repeat(3 + 2 * 5)}^^^^`,
    ]);
  });

  it("counts a tab as two columns", () => {
    expect(frame(inFile({ column: 2, length: 1, excerpt: "\tport: 1" }))).toEqual([
      "   11 |   port: 1",
      "      |   ^",
    ]);
  });

  it("cuts long lines around the problem", () => {
    const [line = "", mark = ""] = frame(
      inFile({ column: 501, length: 3, excerpt: `${"x".repeat(500)}BAD${"y".repeat(500)}` }),
    );
    expect(line).toMatch(/^ {3}11 \| \.\.\.x+BADy+\.\.\.$/);
    expect(line.length).toBeLessThanOrEqual(108);
    expect(line.slice(mark.indexOf("^"), mark.lastIndexOf("^") + 1)).toBe("BAD");
  });

  it("lets nothing steer the terminal", () => {
    const hostile = inFile({ column: 1, length: 1, excerpt: "\u001b[2Ja\u202eb", file: "\u001b]0;x\u0007" });
    // biome-ignore lint/complexity/useRegexLiterals: the class of characters reads better as text
    expect(problemsText([hostile], "en")).not.toMatch(new RegExp("[\\u001b\\u0007\\u202e]"));
  });

  it("leaves the line out where the mark would lie outside", () => {
    expect(frame(inFile({ column: 30, excerpt: "password: (hidden)" }))[0]).toBe(
      '        found "6443"; expected a number',
    );
  });

  it("is silent about nothing", () => {
    expect(problemsText([], "en")).toBe("");
  });
});

describe("problemsJson", () => {
  it("is English with stable keys", () => {
    expect(
      problemsJson([PROBLEM, { ...PROBLEM, at: { kind: "flag", flag: "--port" }, found: undefined }]),
    ).toEqual({
      schemaVersion: 1,
      problems: [
        {
          path: "masters[0].port",
          file: "规格.yaml",
          line: 11,
          column: 11,
          flag: null,
          found: '"6443"',
          message: "this is a text",
          expected: "a number",
        },
        {
          path: "masters[0].port",
          file: null,
          line: null,
          column: null,
          flag: "--port",
          found: null,
          message: "this is a text",
          expected: "a number",
        },
      ],
    });
  });
});
