import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseCommandLine } from "../../src/cli/command-line.ts";
import { COMMANDS } from "../../src/cli/command-list.ts";
import { ROOT, runCli } from "./run-cli.ts";

const names = COMMANDS.map(({ name }) => name);

/** The slbctl commands of a text: one per line, comments and other programs dropped. */
const commandLines = (text: string): string[][] =>
  text
    .split(/\n|&&|;/)
    .map((line) => line.replace(/[#>|].*$/, "").trim())
    .filter((line) => line.startsWith("slbctl "))
    .map((line) => line.split(/\s+/).slice(1));

async function parses(words: readonly string[]): Promise<void> {
  if (words.length === 0 || words[0]?.startsWith("-")) return;
  const entry = COMMANDS.find(({ name }) => name === words[0]);
  await parseCommandLine(entry, words, words[0] ?? "", "en");
}

describe("help", () => {
  test.each(names)("%s: every example parses", async (name) => {
    const entry = COMMANDS.find((candidate) => candidate.name === name);
    if (entry === undefined) throw new Error(`no command ${name}`);
    const { command } = await entry.load();
    expect(command.examples.length).toBeGreaterThan(0);
    for (const words of command.examples.flatMap(commandLines)) await parses(words);
  });

  test("an example that names no option fails here", async () => {
    await expect(parses(["create", "--no-such-option"])).rejects.toThrow();
    await expect(parses(["no-such-command"])).rejects.toThrow();
  });

  test("lists every command, in both languages", async () => {
    for (const language of ["en", "zh-CN"]) {
      const { stdout } = await runCli(["--help", "--lang", language]);
      for (const name of names) expect(stdout).toMatch(new RegExp(`^ {2}${name}\\b`, "m"));
    }
  });

  /** Flags, values in angle brackets, code and examples stay as they are; what is left must not be an English sentence. */
  const englishIn = (help: string): string[] =>
    (help.split("示例：")[0] ?? help)
      .replace(/`[^`]*`/g, "")
      .replace(/-{1,2}[\w-]+|<[^>]+>|\[[^\]]+\]/g, "")
      .split("\n")
      .filter((line) => /\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b/.test(line));

  test.each([...names])("%s: Chinese help has no English sentence", async (name) => {
    const { stdout } = await runCli([name, "--help", "--lang", "zh-CN"]);
    expect(englishIn(stdout)).toEqual([]);
    expect(englishIn("  --x  read this load balancer from the cloud")).toHaveLength(1);
  });

  test("--version is the package's", async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as { version: string };
    expect((await runCli(["--version"])).stdout).toBe(`${version}\n`);
  });

  test.each([
    "README.md",
    "README.zh-CN.md",
    "docs/emulator.md",
    "docs/emulator.zh.md",
    "docs/health-shim.md",
  ])("the commands of %s parse", async (file) => {
    const text = await readFile(join(ROOT, file), "utf8");
    const blocks = [...text.matchAll(/```\w*\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
    const lines = blocks.flatMap(commandLines).map((words) => words.filter((word) => word !== "…"));
    for (const words of lines) await parses(words);
    if (file.startsWith("README")) expect(lines.length).toBeGreaterThan(3);
  });
});
