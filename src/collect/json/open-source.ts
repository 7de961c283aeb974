import { createReadStream, readSync } from "node:fs";
import { open } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import type { ByteSource } from "./window.ts";

/** Some tens of milliseconds of work. */
const READS_PER_TURN = 16;

export interface OpenSource extends ByteSource {
  close(): Promise<void>;
}

export type Encoding = "utf8" | "utf8-bom" | "utf16le" | "utf16be" | "gzip";

/** What the first bytes say: gzip by its magic number, Unicode by its byte order mark (PowerShell writes UTF-16). */
export function encodingOf(head: Uint8Array): Encoding {
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf16be";
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? "utf8-bom" : "utf8";
}

/** A source over chunks that arrive in sizes of their own. */
function sourceOf(chunks: AsyncIterable<Uint8Array>): ByteSource {
  const iterator = chunks[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  return {
    async read(into, at, length) {
      while (rest.length === 0) {
        const next = await iterator.next();
        if (next.done === true) return 0;
        rest = next.value;
      }
      const part = rest.subarray(0, length);
      into.set(part, at);
      rest = rest.subarray(part.length);
      return part.length;
    },
  };
}

async function* withoutMark(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head = Buffer.alloc(0);
  let begun = false;
  for await (const chunk of chunks) {
    if (begun) yield chunk;
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length < 3) continue;
      begun = true;
      yield encodingOf(head) === "utf8-bom" ? head.subarray(3) : head;
    }
  }
  if (!begun) yield head;
}

async function* transcoded(chunks: AsyncIterable<Uint8Array>, label: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(label);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

function streamed(path: string, encoding: "utf16le" | "utf16be" | "gzip"): OpenSource {
  const file = createReadStream(path);
  if (encoding === "gzip") {
    const gunzip = createGunzip({ chunkSize: 256 * 1024 });
    file.on("error", (error) => gunzip.destroy(error));
    file.pipe(gunzip);
    const close = async () => {
      file.destroy();
      gunzip.destroy();
    };
    return { ...sourceOf(withoutMark(gunzip)), close };
  }
  return {
    ...sourceOf(transcoded(file, encoding === "utf16le" ? "utf-16le" : "utf-16be")),
    close: async () => void file.destroy(),
  };
}

/** The file as UTF-8 without byte order mark. Offsets count in that text, after the mark. */
export async function openSource(path: string, encoding: Encoding): Promise<OpenSource> {
  if (encoding !== "utf8" && encoding !== "utf8-bom") return streamed(path, encoding);
  const file = await open(path, "r");
  let position = encoding === "utf8-bom" ? 3 : 0;
  let reads = 0;
  return {
    async read(into, at, length) {
      // Waiting for the thread pool took a sixth of the time. Ctrl-C is seen when the event loop gets its turn.
      if (++reads % READS_PER_TURN === 0) await setImmediate();
      const count = readSync(file.fd, into, at, length, position);
      position += count;
      return count;
    },
    close: () => file.close(),
  };
}
