import type { Language, Text } from "../core/text.ts";
import type { CommandEntry } from "./command.ts";
import { type Io, write } from "./io.ts";
import type { OutputTarget } from "./output.ts";

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

/** The sentence in the user's language. */
export const say = (context: Context, text: Text): string => text[context.language];

/** A line for people on stderr; silent with `-q`. */
export async function notice(context: Context, text: Text): Promise<void> {
  if (context.verbosity >= 0) await write(context.io.stderr, `${say(context, text)}\n`);
}

/** True when any output is read by a machine on stdout: then nothing else may be printed there. */
export const machineOnStdout = (context: Context): boolean =>
  context.outputs.some(({ format, file }) => format !== "text" && file === undefined);
