import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCollection, isMap, isScalar, LineCounter, parseDocument, stringify } from "yaml";
import type { Path } from "../../src/core/path-text.ts";
import { readDocument } from "../../src/spec/parse-spec.ts";
import { arbitrarySpec } from "./arbitrary-spec.ts";

const STYLES = [
  { indent: 2 },
  { indent: 4, indentSeq: false },
  { defaultStringType: "QUOTE_SINGLE" as const },
  { collectionStyle: "flow" as const },
  { defaultStringType: "BLOCK_LITERAL" as const, lineWidth: 0 },
];

/** The `yaml` package, which we do not parse with, as a second opinion on values and on where they stand. */
function secondOpinion(text: string) {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const places: { path: Path; line: number; column: number }[] = [];
  const walk = (node: unknown, path: Path): void => {
    if (isScalar(node) && node.range && node.type !== "BLOCK_LITERAL" && node.type !== "BLOCK_FOLDED") {
      const { line, col } = lines.linePos(node.range[0]);
      // Columns of that package count UTF-16 units.
      const start = lines.lineStarts[line - 1] ?? 0;
      places.push({ path, line, column: [...text.slice(start, start + col - 1)].length + 1 });
    }
    if (!isCollection(node)) return;
    for (const [index, item] of node.items.entries())
      if (isMap(node)) {
        const pair = item as { key: { value: string }; value: unknown };
        walk(pair.value, [...path, pair.key.value]);
      } else walk(item, [...path, index]);
  };
  walk(document.contents, []);
  return { value: document.toJS() as unknown, errors: document.errors, places };
}

describe("the parser agrees with another one", () => {
  it("on values and places, in every style of YAML", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySpec, fc.constantFrom(...STYLES), fc.boolean(), async (spec, style, crlf) => {
        const unix = stringify(spec, style);
        const text = crlf && !/"[^"]*\n/.test(unix) ? unix.replaceAll("\n", "\r\n") : unix;
        const second = secondOpinion(text);
        const read = await readDocument(text, "spec.yaml");
        if (!read.ok) throw new Error(`refused: ${JSON.stringify(read.error)}`);
        expect(read.value.value).toEqual(second.value);
        for (const { path, line, column } of second.places)
          expect(read.value.locate(path), JSON.stringify(path)).toMatchObject({ line, column });
      }),
      { numRuns: 150 },
    );
  });

  it("on JSON, with JSON.parse", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySpec, fc.constantFrom("", "  ", "\t"), async (spec, indent) => {
        const text = JSON.stringify(spec, null, indent);
        const read = await readDocument(text, "spec.json");
        expect(read.ok && read.value.value).toEqual(JSON.parse(text));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    "0o17",
    "0x1F",
    "012",
    "1_000",
    "1e3",
    "1.",
    ".5",
    "+12",
    "-0",
    "0b1",
    "1:30",
    "6443.0",
    "99999999999999999999",
    "yes",
    "no",
    "on",
    "off",
    "True",
    "TRUE",
    "NULL",
    "~",
    "",
    ".inf",
    ".NaN",
    "2026-11-23",
    "=",
    "<<",
    "0o8",
    "- 1",
    "!!str 12",
    "'it''s'",
    '"\\u00e9\\x41"',
    '"\\ud83d\\ude00"',
    "|\n  a\n   b\n",
    ">-\n  a\n  b\n",
    "a#b",
    "a #b",
    "[a, [b], {c: d}]",
    "{a: , b}",
  ])("on the scalar %j", async (scalar) => {
    const text = `a: ${scalar}\n`;
    const second = secondOpinion(text);
    const read = await readDocument(text, "spec.yaml");
    if (second.errors.length > 0) expect(read.ok).toBe(false);
    else expect(read.ok && read.value.value).toEqual(second.value);
  });
});
