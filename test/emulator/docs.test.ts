import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FAULT_KINDS } from "../../src/emulator/fault-plan.ts";
import { parseFaults } from "../../src/emulator/faults.ts";
import { parseWorld } from "../../src/emulator/world.ts";

const page = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");
const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map((block) => block[1] ?? "");
const firstWords = (block: string) =>
  block
    .trim()
    .split("\n")
    .map((line) => line.split(/\s+/)[0] ?? "");

describe.each(["emulator.md", "emulator.zh.md"])("docs/%s", (name) => {
  const text = page(name);

  test("shows a world that is one", () => {
    const [world] = blocks(text, "yaml");
    expect(parseWorld(world ?? "", name).instances[0]?.ports).toEqual({ 6443: "127.0.0.1:16443" });
  });

  test("shows faults that are read, and names every kind", () => {
    const [faults] = blocks(text, "text");
    const shown = firstWords(faults ?? "");
    expect(shown).toHaveLength(7);
    for (const fault of shown) expect(parseFaults(fault)).toHaveLength(1);
    for (const kind of FAULT_KINDS) expect(text).toMatch(new RegExp(`\`${kind}(=MS)?\``));
  });
});

test("both languages say the same things in the same order", () => {
  const [en, zh] = [page("emulator.md"), page("emulator.zh.md")];
  const shape = (text: string) => [...text.matchAll(/^(#+|\|.*?\|(?=.*\|)|- |```\w*)/gm)].length;
  expect(shape(en)).toBe(shape(zh));
  const faults = (text: string) => firstWords(blocks(text, "text")[0] ?? "");
  expect(faults(en)).toEqual(faults(zh));
});
