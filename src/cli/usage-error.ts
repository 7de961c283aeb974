import type { CommanderError } from "commander";
import { EXIT, SlbctlError } from "../core/error.ts";
import { nearest } from "../core/nearest.ts";
import type { Text } from "../core/text.ts";

const PATTERNS: readonly (readonly [code: string, zh: (...quoted: string[]) => string])[] = [
  ["commander.unknownOption", (option = "") => `未知选项 ${option}`],
  ["commander.missingArgument", (argument = "") => `缺少参数 ${argument}`],
  ["commander.optionMissingArgument", (option = "") => `选项 ${option} 缺少取值`],
  ["commander.excessArguments", () => "参数过多"],
  ["commander.invalidArgument", (option = "", value = "") => `选项 ${option} 的取值 ${value} 无效`],
  ["commander.conflictingOption", (a = "", b = "") => `选项 ${a} 不能与 ${b} 同时使用`],
];

const see = (command: string): Text => ({
  en: `see slbctl ${command} --help`,
  zh: `请参阅 slbctl ${command} --help`,
});

/** A mistake in the command line, with the word meant where that can be guessed. Exit 2. */
export function usageError(
  problem: { unknownCommand: string } | { commander: CommanderError; command: string; extra?: string },
  commands: readonly string[] = [],
): SlbctlError {
  if ("unknownCommand" in problem) {
    const word = problem.unknownCommand;
    const meant = nearest(word, commands);
    return new SlbctlError(
      "unknown-command",
      EXIT.usage,
      { en: `unknown command "${word}"`, zh: `未知命令“${word}”` },
      {
        hint: meant
          ? { en: `did you mean "${meant}"?`, zh: `是否想输入“${meant}”？` }
          : { en: "see slbctl --help", zh: "请参阅 slbctl --help" },
      },
    );
  }
  const [message = "", suggestion] = problem.commander.message.replace(/^error: /, "").split("\n");
  if (problem.commander.code === "commander.excessArguments" && problem.extra !== undefined)
    return new SlbctlError(
      "usage",
      EXIT.usage,
      { en: `unexpected argument "${problem.extra}"`, zh: `多余的参数“${problem.extra}”` },
      { hint: see(problem.command) },
    );
  const quoted = [...message.matchAll(/'([^']*)'/g)].map(([, inner]) => inner ?? "");
  const chinese = PATTERNS.find(([code]) => code === problem.commander.code)?.[1](...quoted) ?? message;
  const meant = suggestion?.match(/Did you mean (.*)\?/)?.[1];
  return new SlbctlError(
    "usage",
    EXIT.usage,
    { en: message, zh: chinese },
    {
      hint: meant ? { en: `did you mean ${meant}?`, zh: `是否想输入 ${meant}？` } : see(problem.command),
    },
  );
}
