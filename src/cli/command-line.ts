import { Command as Commander, CommanderError, Help, Option } from "commander";
import type { Language, Text } from "../core/text.ts";
import type { Command, CommandEntry, OptionDefinition, Options } from "./command.ts";
import { COMMANDS } from "./command-list.ts";
import { GLOBAL_OPTIONS } from "./global-options.ts";
import { usageError } from "./usage-error.ts";

const TITLES: Readonly<Record<string, string>> = {
  "Usage:": "用法：",
  "Options:": "选项：",
  "Commands:": "命令：",
  "Arguments:": "参数：",
};

const TAGLINE: Text = {
  en: "One correct address in front of a self-built Kubernetes control plane, and the hairpins behind it found.",
  zh: "为自建 Kubernetes 控制平面提供一个正确的入口地址，并找出其背后的回环（hairpin）问题。",
};

const HELP: Text = { en: "show this help", zh: "显示帮助" };

function newCommander(name: string, language: Language): Commander {
  const commander = new Commander(name)
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .helpOption("-h, --help", HELP[language])
    .helpCommand(false)
    .showSuggestionAfterError(true);
  if (language === "zh")
    commander.configureHelp({
      styleTitle: (title) => TITLES[title] ?? title,
      optionDescription: ({ description, argChoices }) =>
        argChoices === undefined ? description : `${description}（可选：${argChoices.join("、")}）`,
    });
  return commander;
}

function toOption(
  { flags, text, repeatable, choices, shownDefault }: OptionDefinition,
  language: Language,
): Option {
  const suffix =
    shownDefault === undefined
      ? ""
      : language === "zh"
        ? `（默认 ${shownDefault}）`
        : ` (default ${shownDefault})`;
  const option = new Option(flags, `${text[language]}${suffix}`);
  if (choices !== undefined) option.choices([...choices]);
  if (repeatable === true)
    option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
  return option;
}

/** Help of the whole program; loads no command. */
export async function globalHelp(language: Language): Promise<string> {
  const commander = newCommander("slbctl", language).description(TAGLINE[language]);
  for (const { name, summary } of COMMANDS)
    commander.addCommand(new Commander(name).description(summary[language]));
  commander.option("-V, --version", language === "zh" ? "显示版本" : "show the version");
  const more =
    language === "zh"
      ? "\n`slbctl <命令> --help` 显示选项和示例。首次试用：slbctl create -f spec.yaml --emulate\n"
      : "\n`slbctl <command> --help` shows options and examples. To try it out: slbctl create -f spec.yaml --emulate\n";
  return commander.helpInformation() + more;
}

export type CommandLine =
  | { readonly help: string }
  | { readonly command: Command; readonly args: readonly string[]; readonly options: Options };

function helpOf(commander: Commander, command: Command, language: Language): string {
  const examples = command.examples.map((line) => `  ${line}`).join("\n");
  const title = language === "zh" ? "示例：" : "Examples:";
  return `${new Help().formatHelp(commander, commander.createHelp())}\n${title}\n${examples}\n`;
}

/** Parses the words behind `slbctl`. Throws a usage error in the user's language. */
export async function parseCommandLine(
  entry: CommandEntry | undefined,
  argv: readonly string[],
  name: string,
  language: Language,
): Promise<CommandLine> {
  if (entry === undefined)
    throw usageError(
      { unknownCommand: name },
      COMMANDS.map((command) => command.name),
    );
  const { command } = await entry.load();
  const details = command.details === undefined ? "" : `\n\n${command.details[language]}`;
  const commander = newCommander(`slbctl ${name}`, language).description(
    `${entry.summary[language]}${details}`,
  );
  for (const { name: argument, text } of command.arguments ?? [])
    commander.argument(argument, text[language]);
  for (const option of [...command.options, ...GLOBAL_OPTIONS])
    commander.addOption(toOption(option, language));
  const words = [...argv];
  words.splice(words.indexOf(name), 1);
  try {
    commander.parse(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") return { help: helpOf(commander, command, language) };
    const extra = commander.args[command.arguments?.length ?? 0];
    throw usageError({ commander: error, command: name, ...(extra === undefined ? {} : { extra }) });
  }
  return { command, args: commander.args, options: commander.opts() };
}
