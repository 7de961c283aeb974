import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { LogEntry } from "./types.ts";

/** What was asked in this run, in memory, and of all runs in `requests.jsonl`. */
export interface RequestLog {
  readonly entries: readonly LogEntry[];
  /** The next request's number, from 1. */
  next(): number;
  append(entry: LogEntry): Promise<void>;
  close(): Promise<void>;
}

export async function openRequestLog(folder: string): Promise<RequestLog> {
  const handle: FileHandle = await open(join(folder, "requests.jsonl"), "a", 0o600);
  const entries: LogEntry[] = [];
  let last = 0;
  return {
    entries,
    next: () => ++last,
    async append(entry) {
      entries.push(entry);
      await handle.appendFile(`${JSON.stringify(entry)}\n`);
    },
    close: () => handle.close(),
  };
}
