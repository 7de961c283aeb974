import type { JsonDocument } from "../../../src/collect/json/reader.ts";
import { type StreamOptions, streamJson } from "../../../src/collect/json/stream-json.ts";
import type { ByteSource } from "../../../src/collect/json/window.ts";

/** A source that hands out the bytes in pieces of the given sizes, over and over. */
function chunked(bytes: Uint8Array, sizes: readonly number[]): ByteSource {
  let position = 0;
  let turn = 0;
  return {
    async read(into, at, length) {
      const size = Math.max(1, Math.min(sizes[turn++ % sizes.length] ?? 1, length, bytes.length - position));
      if (position >= bytes.length) return 0;
      into.set(bytes.subarray(position, position + size), at);
      position += size;
      return size;
    },
  };
}

export async function readAll(
  text: string | Uint8Array,
  sizes: readonly number[],
  options: StreamOptions = {},
): Promise<readonly JsonDocument[]> {
  const found: JsonDocument[] = [];
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  // Small reads, so that even the window itself has many edges.
  for await (const batch of streamJson(chunked(bytes, sizes), { readBytes: 8, ...options }))
    found.push(...batch);
  return found;
}
