import type { Text } from "../core/text.ts";
import type { Context } from "./command.ts";
import { write } from "./io.ts";

export type { Context } from "./command.ts";

/** The sentence in the user's language. */
export const say = (context: Context, text: Text): string => text[context.language];

/** A line for people on stderr; silent with `-q`. */
export async function notice(context: Context, text: Text): Promise<void> {
  if (context.verbosity >= 0) await write(context.io.stderr, `${say(context, text)}\n`);
}

/** A line for those who want to know more, with `-v`. */
export async function detail(context: Context, text: Text): Promise<void> {
  if (context.verbosity > 0) await write(context.io.stderr, `${say(context, text)}\n`);
}

/** True when any output is read by a machine on stdout: then nothing else may be printed there. */
export const machineOnStdout = (context: Context): boolean =>
  context.outputs.some(({ format, file }) => format !== "text" && file === undefined);
