// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the shells’ own expansions
import { EXIT, SlbctlError } from "../../core/error.ts";
import type { Command, CommandEntry, OptionDefinition } from "../command.ts";
import { GLOBAL_OPTIONS } from "../global-options.ts";
import { write } from "../io.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

const longFlag = ({ flags }: OptionDefinition): string => flags.match(/--[a-z-]+/)?.[0] ?? "";

interface Words {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly string[];
}

async function words(entry: CommandEntry): Promise<Words> {
  const { command } = await entry.load();
  const flags = [...command.options, ...GLOBAL_OPTIONS].map(longFlag).filter((flag) => flag !== "");
  return { name: entry.name, summary: entry.summary.en, flags };
}

function bash(commands: readonly Words[]): string {
  const cases = commands.map(({ name, flags }) => `    ${name}) words="${flags.join(" ")}" ;;`);
  return [
    "_slbctl() {",
    '  local current="${COMP_WORDS[COMP_CWORD]}" words',
    '  case "${COMP_WORDS[1]}" in',
    ...cases,
    `    *) words="${commands.map(({ name }) => name).join(" ")}" ;;`,
    "  esac",
    '  if [[ "$current" == -* || $COMP_CWORD -eq 1 ]]; then',
    '    COMPREPLY=($(compgen -W "$words" -- "$current"))',
    "  else",
    '    COMPREPLY=($(compgen -f -- "$current"))',
    "  fi",
    "}",
    "complete -o filenames -F _slbctl slbctl",
  ].join("\n");
}

const quoted = (text: string): string => text.replaceAll("'", "'\\''");

function zsh(commands: readonly Words[]): string {
  const list = commands.map(({ name, summary }) => `    '${name}:${quoted(summary).replaceAll(":", "\\:")}'`);
  const cases = commands.map(({ name, flags }) => `    ${name}) compadd -- ${flags.join(" ")}; _files ;;`);
  return [
    "#compdef slbctl",
    "_slbctl() {",
    "  local -a commands=(",
    ...list,
    "  )",
    "  if (( CURRENT == 2 )); then _describe command commands; return; fi",
    "  case ${words[2]} in",
    ...cases,
    "  esac",
    "}",
    "compdef _slbctl slbctl",
  ].join("\n");
}

function fish(commands: readonly Words[]): string {
  return commands
    .flatMap(({ name, summary, flags }) => [
      `complete -c slbctl -n __fish_use_subcommand -a ${name} -d '${quoted(summary)}'`,
      ...flags.map(
        (flag) => `complete -c slbctl -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice("--".length)}`,
      ),
    ])
    .join("\n");
}

export const command: Command = {
  arguments: [{ name: "<shell>", text: { en: "bash, zsh or fish", zh: "bash、zsh 或 fish" } }],
  options: [],
  examples: [
    "source <(slbctl completion bash)",
    "slbctl completion fish > ~/.config/fish/completions/slbctl.fish",
  ],
  formats: ["text"],
  async run(context, args) {
    const shell = SHELLS.find((known) => known === args[0]);
    if (shell === undefined)
      throw new SlbctlError("unknown-shell", EXIT.usage, {
        en: `unknown shell "${args[0]}"; expected bash, zsh or fish`,
        zh: `未知 shell“${args[0]}”；应为 bash、zsh 或 fish`,
      });
    const commands = await Promise.all(context.commands.map(words));
    await write(context.io.stdout, `${{ bash, zsh, fish }[shell](commands)}\n`);
    return EXIT.fine;
  },
};
