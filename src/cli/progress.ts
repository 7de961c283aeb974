import type { Text } from "../core/text.ts";
import { type Context, say } from "./context.ts";
import { visible } from "./visible.ts";

/** One line of progress on stderr: redrawn on a terminal, otherwise printed once per change. Never on stdout. */
export interface Progress {
  show(text: Text): void;
  /** Leaves the last line standing, e.g. as a finished step. */
  keep(text: Text): void;
  clear(): void;
}

export function progress(context: Context): Progress {
  const { stderr } = context.io;
  const live = stderr.isTTY === true && context.verbosity >= 0;
  let last = "";
  const erase = () => {
    if (live && last !== "") stderr.write("\r\x1b[2K");
  };
  return {
    show(text) {
      const line = visible(say(context, text));
      if (context.verbosity < 0 || line === last) return;
      erase();
      last = line;
      const width = (stderr.columns ?? 80) - 1;
      // A redrawn line must not wrap; a CJK letter takes two columns, hence half the width for it.
      stderr.write(
        live ? line.slice(0, context.language === "zh" ? Math.floor(width / 2) : width) : `${line}\n`,
      );
    },
    keep(text) {
      erase();
      last = "";
      if (context.verbosity >= 0) stderr.write(`${visible(say(context, text))}\n`);
    },
    clear() {
      erase();
      last = "";
    },
  };
}
