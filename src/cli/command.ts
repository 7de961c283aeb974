import type { Language, Text } from "../core/text.ts";
import type { Io } from "./io.ts";
import type { OutputTarget } from "./output.ts";

export interface OptionDefinition {
  /** As commander takes it, e.g. `-f, --file <path>`; a trailing `...` in the name makes it repeatable. */
  readonly flags: string;
  readonly text: Text;
  readonly repeatable?: boolean;
  readonly choices?: readonly string[];
  /** Shown in help only; the command itself decides what absence means. */
  readonly shownDefault?: string;
}

export interface ArgumentDefinition {
  /** `<name>` required, `[name]` optional. */
  readonly name: string;
  readonly text: Text;
}

/** Options as parsed: strings, booleans, or lists of strings for repeatable ones. */
export type Options = Readonly<Record<string, unknown>>;

export interface Command {
  readonly arguments?: readonly ArgumentDefinition[];
  readonly options: readonly OptionDefinition[];
  readonly details?: Text;
  /** Complete command lines. */
  readonly examples: readonly string[];
  /** Formats that `-o` takes; the first is the default. */
  readonly formats: readonly string[];
  /** True where an interrupt is the ordinary end: nothing is said about it then. */
  readonly runsUntilInterrupted?: boolean;
  /** Returns the exit status. */
  run(context: Context, args: readonly string[], options: Options): Promise<number>;
}

/** Entry of the command list: light, so that `--help` loads no command. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: Text;
  readonly load: () => Promise<{ readonly command: Command }>;
}

/** What every command is given. */
export interface Context {
  readonly io: Io;
  readonly language: Language;
  readonly outputs: readonly OutputTarget[];
  /** -1 quiet, 0 normal, 1 verbose. */
  readonly verbosity: number;
  readonly color: boolean;
  /** Fires at the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  readonly emulate: boolean;
  /** All commands, for those that talk about them. */
  readonly commands: readonly CommandEntry[];
  readonly stateDir: string | undefined;
}
