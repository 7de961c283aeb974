import { type Context, machineOnStdout } from "./context.ts";
import { write } from "./io.ts";

/** Text for people: stdout, or stderr when a machine reads stdout. `-q` keeps results only. */
export async function human(context: Context, text: string): Promise<void> {
  if (!machineOnStdout(context)) await write(context.io.stdout, text);
  else if (context.verbosity >= 0) await write(context.io.stderr, text);
}
