import type { Readable, Writable } from "node:stream";
import { EXIT, SlbctlError } from "../core/error.ts";
import { visible } from "./visible.ts";

/** The world as the command line sees it; tests hand in their own. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
}

/** A reader that goes away (`slbctl create | head`) must not end a run between two writes to a cloud. */
function outliveReader(stream: Writable): void {
  if (stream.listenerCount("error") > 0) return;
  // The write itself tells of its failure; without a listener Node would end the process here.
  stream.on("error", () => undefined);
}

const unwritable = (reason: string): SlbctlError =>
  new SlbctlError("cannot-write", EXIT.environment, {
    en: `the output cannot be written (${reason})`,
    zh: `无法写入输出（${reason}）`,
  });

/** Writes and waits until the stream took it, so that nothing is lost when the process exits right after. */
export function write(stream: Writable, text: string): Promise<void> {
  outliveReader(stream);
  return new Promise((resolve, reject) => {
    stream.write(visible(text), (error) => {
      const { code = "" } = (error ?? {}) as NodeJS.ErrnoException;
      if (error && code !== "EPIPE") reject(unwritable(code === "" ? error.message : code));
      else resolve();
    });
  });
}
