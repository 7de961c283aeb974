import type { Readable, Writable } from "node:stream";
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
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

/** Writes and waits until the stream took it, so that nothing is lost when the process exits right after. */
export function write(stream: Writable, text: string): Promise<void> {
  outliveReader(stream);
  return new Promise((resolve, reject) => {
    stream.write(visible(text), (error) => {
      if (error && (error as NodeJS.ErrnoException).code !== "EPIPE") reject(error);
      else resolve();
    });
  });
}
