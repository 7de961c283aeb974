import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { EXIT, SlbctlError } from "../../core/error.ts";
import { nearest } from "../../core/nearest.ts";
import type { Rule } from "../../core/rule.ts";
import { rules } from "../../doctor/rules/index.gen.ts";
import { table } from "../../i18n/table.ts";
import type { Command } from "../command.ts";
import { say } from "../context.ts";
import { write } from "../io.ts";
import { pagesFolder } from "../pages-folder.ts";

function ruleOf(word: string): Rule {
  const found = rules.find(({ code, slug }) => code === word.toUpperCase() || slug === word.toLowerCase());
  if (found !== undefined) return found;
  const meant =
    nearest(
      word.toUpperCase(),
      rules.map(({ code }) => code),
    ) ??
    nearest(
      word,
      rules.map(({ slug }) => slug),
    );
  throw new SlbctlError(
    "unknown-code",
    EXIT.usage,
    { en: `there is no finding "${word}"`, zh: `没有代码为“${word}”的问题` },
    {
      hint: meant
        ? { en: `did you mean ${meant}?`, zh: `是否想输入 ${meant}？` }
        : { en: "`slbctl explain` lists all", zh: "`slbctl explain` 会列出全部" },
    },
  );
}

export const command: Command = {
  arguments: [
    {
      name: "[code]",
      text: { en: "code or name of a finding; none lists all", zh: "问题的代码或名称；省略则列出全部" },
    },
  ],
  options: [],
  examples: ["slbctl explain", "slbctl explain SLB101", "slbctl explain hairpin-on-master --lang zh-CN"],
  formats: ["text"],
  async run(context, args) {
    const [word] = args;
    if (word === undefined) {
      const sorted = [...rules].sort((a, b) => (a.code < b.code ? -1 : 1));
      const rows = sorted.map(({ code, slug, title }) => [code, slug, say(context, title)]);
      await write(context.io.stdout, `${table(rows).join("\n")}\n`);
      return EXIT.fine;
    }
    const { slug } = ruleOf(word);
    const file = join(pagesFolder(), context.language === "zh" ? `${slug}.zh.md` : `${slug}.md`);
    await write(context.io.stdout, await readFile(file, "utf8"));
    return EXIT.fine;
  },
};
