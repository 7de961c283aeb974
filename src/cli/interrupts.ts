import { setMaxListeners } from "node:events";
import { EXIT } from "../core/error.ts";
import type { Language } from "../core/text.ts";
import { type Io, write } from "./io.ts";

const NOTICE = {
  en: "\nstopping: the call in flight is finished first; press Ctrl-C again to leave at once\n",
  zh: "\n正在停止：先完成进行中的调用；再次按 Ctrl-C 立即退出\n",
};

/**
 * Runs `body` with a signal that fires at the first SIGINT or SIGTERM. The second one ends the process at once.
 * `isQuiet` is for commands whose ordinary end it is. The exit status is 130 or 143 when the body gave up because of the signal, else what it returned.
 */
export async function withInterrupts(
  io: Io,
  language: Language,
  isQuiet: boolean,
  body: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const controller = new AbortController();
  // Every call in flight listens, and reads go out in parallel.
  setMaxListeners(0, controller.signal);
  let status: number = EXIT.interrupted;
  const stop = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(status);
    status = name === "SIGTERM" ? EXIT.terminated : EXIT.interrupted;
    controller.abort();
    if (!isQuiet) void write(io.stderr, NOTICE[language]);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  try {
    const result = await body(controller.signal);
    return result === EXIT.interrupted ? status : result;
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
}
