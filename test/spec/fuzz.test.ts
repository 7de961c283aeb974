import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { specSchema } from "../../src/core/spec.ts";
import { problemsText } from "../../src/report/problems-text.ts";
import { parseSpec } from "../../src/spec/parse-spec.ts";
import { arbitrarySpec } from "./arbitrary-spec.ts";

/** Milliseconds that no input may exceed, on a slow shared machine. */
const MAX_MS = 5000;

/** Parses and renders; whatever goes in, the outcome is a spec or problems with places inside the text. */
async function survives(input: string | Uint8Array): Promise<void> {
  const started = performance.now();
  const parsed = await parseSpec(input, "spec.yaml");
  expect(performance.now() - started).toBeLessThan(MAX_MS);
  if (parsed.ok) return;
  expect(parsed.error.length).toBeGreaterThan(0);
  const lines = typeof input === "string" ? input.split(/\r\n|\n|\r/).length : Number.POSITIVE_INFINITY;
  for (const { at } of parsed.error) {
    expect(at.kind === "file" && at.line >= 1 && at.line <= lines && at.column >= 1).toBe(true);
  }
  for (const language of ["en", "zh"] as const) {
    const text = problemsText(parsed.error, language);
    // An escape character would steer the terminal.
    expect(text.includes("\u001b") || text.includes("\r")).toBe(false);
  }
}

/** Every field that a spec may have at its top. */
const SPEC_KEYS = Object.keys(specSchema._zod.def.shape);

const YAML_PIECES = fc.constantFrom(
  "a",
  "name",
  "masters",
  "port",
  ": ",
  ":\n",
  "\n",
  "\n  ",
  "\n    - ",
  "- ",
  "{",
  "}",
  "[",
  "]",
  ",",
  "'",
  '"',
  "&a ",
  "*a",
  "!x ",
  "|\n",
  ">\n",
  "#",
  "---\n",
  "...\n",
  "%YAML 1.2\n",
  "<<: ",
  "? ",
  "\t",
  "\r\n",
  "1",
  "0x",
  "~",
  "true",
  "\\",
  "\u001b[31m",
  "\ufeff",
  "主",
  "🚀",
  "apiVersion: slbctl/v1\n",
  "kind: LoadBalancer\n",
);

describe("no input makes the parser throw or hang", () => {
  it("arbitrary text", async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: "binary", maxLength: 200 }), survives), {
      numRuns: 300,
    });
  });

  it("pieces of YAML in any order", async () => {
    const text = fc.array(YAML_PIECES, { maxLength: 40 }).map((pieces) => pieces.join(""));
    await fc.assert(fc.asyncProperty(text, survives), { numRuns: 1000 });
  });

  it("arbitrary bytes", async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), survives), { numRuns: 300 });
  });

  it("valid specs with one character changed, or a piece cut out or put in", async () => {
    const mutated = fc
      .tuple(arbitrarySpec, fc.nat(), fc.nat({ max: 20 }), fc.oneof(YAML_PIECES, fc.string({ maxLength: 3 })))
      .map(([spec, at, cut, piece]) => {
        const text = stringify(spec);
        const start = at % (text.length + 1);
        return text.slice(0, start) + piece + text.slice(start + cut);
      });
    await fc.assert(fc.asyncProperty(mutated, survives), { numRuns: 500 });
  });

  it.each([...SPEC_KEYS])("a mapping that looks like an object of JavaScript in place of %s", async (key) => {
    const base = { apiVersion: "slbctl/v1", kind: "LoadBalancer", name: "a", provider: "alicloud" };
    for (const odd of [{ toString: 0 }, { valueOf: 1, toString: null }, [{ toString: "x" }], { length: -1 }])
      for (const value of [
        odd,
        [odd, odd],
        { name: odd },
        [{ address: "10.0.0.1", name: "m", port: odd, weight: odd }],
      ])
        await survives(JSON.stringify({ ...base, [key]: value }));
  });

  it("valid specs with one value replaced", async () => {
    const replaced = fc
      .tuple(arbitrarySpec, fc.nat(), fc.anything({ maxDepth: 2 }))
      .map(([spec, at, value]) => {
        const keys = Object.keys(spec);
        return JSON.stringify({ ...spec, [keys[at % keys.length] ?? "name"]: value });
      });
    await fc.assert(fc.asyncProperty(replaced, survives), { numRuns: 300 });
  });

  const bomb = Array.from({ length: 12 }, (_, level) =>
    level === 0
      ? "a0: &a0 x"
      : `a${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join(", ")}]`,
  ).join("\n");

  it.each([
    ["an alias bomb", bomb],
    [
      "an alias bomb in options",
      `apiVersion: slbctl/v1\nkind: LoadBalancer\noptions:\n${bomb.replaceAll(/^/gm, "  ")}`,
    ],
    ["deep lists", "[".repeat(100_000)],
    ["deep mappings", "{a: ".repeat(100_000)],
    ["deep block lists", "- ".repeat(100_000)],
    ["deep indentation", Array.from({ length: 900 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
    ["a very long line", `name: ${"x".repeat(1_000_000)}`],
    ["a very long key", `${"x".repeat(1_000_000)}: 1`],
    ["very many lines", "a: 1\n".repeat(200_000)],
    ["very many values", `masters: [${"1,".repeat(400_000)}]`],
    ["very many unknown fields", Array.from({ length: 9000 }, (_, index) => `f${index}: 1`).join("\n")],
    [
      "very many wrong masters",
      `apiVersion: slbctl/v1\nkind: LoadBalancer\nmasters:\n${"- {}\n".repeat(9000)}`,
    ],
    ["very many errors", "@".repeat(30) + "\n@: @\n".repeat(10_000)],
    ["very many quotes", `"${'\\"'.repeat(400_000)}`],
    ["very many anchors", Array.from({ length: 5000 }, (_, index) => `- &a${index} x`).join("\n")],
    ["very many tags", "!a ".repeat(300_000)],
    ["very many comments", "#\n".repeat(400_000)],
    ["very many spaces", " ".repeat(1_000_000)],
    ["very many documents", "---\n".repeat(200_000)],
    ["very many question marks", "? ".repeat(300_000)],
    [
      "very many dots in a name",
      `apiVersion: slbctl/v1\nkind: LoadBalancer\nmasters: [{name: "${"a.".repeat(300_000)}"}]`,
    ],
    [
      "very many colons in an address",
      `apiVersion: slbctl/v1\nkind: LoadBalancer\nmasters: [{address: "${"a:".repeat(300_000)}"}]`,
    ],
    [
      "very many digits in codes",
      `apiVersion: slbctl/v1\nkind: LoadBalancer\nhealthCheck: {codes: "${"200,".repeat(200_000)}"}`,
    ],
  ])("%s", async (_name, text) => {
    await survives(text);
  });

  it("keys that are special to JavaScript", async () => {
    for (const key of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      await survives(`apiVersion: slbctl/v1\nkind: LoadBalancer\n${key}: { port: 1 }\ntags: { ${key}: 1 }\n`);
      await survives(`${key}: &a\n  ${key}: [*a]\n`);
    }
    expect(({} as Record<string, unknown>)["port"]).toBeUndefined();
  });
});
