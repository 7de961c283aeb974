import { JsonFault } from "./json-fault.ts";
import { type JsonDocument, Reader } from "./reader.ts";
import type { Compiled } from "./shape.ts";
import { type ByteSource, Window } from "./window.ts";

export interface StreamOptions {
  /** What is wanted of objects, by kind; of other kinds everything. */
  readonly shapes?: ReadonlyMap<string, Compiled>;
  /** Largest item or document (not List) in bytes. */
  readonly limit?: number;
  readonly readBytes?: number;
}

/** A ConfigMap may have 1 MiB, a Terraform plan some tens; a 2 GB dump is made of small items. */
const MAX_VALUE_BYTES = 64 * 1024 * 1024;

/**
 * Streams the values of concatenated JSON documents, one batch per read, without ever holding more than one value
 * and one read. An object's top-level `items` list is streamed too; what else the object has is then dropped.
 * Throws JsonFault.
 */
export async function* streamJson(
  source: ByteSource,
  options: StreamOptions = {},
): AsyncGenerator<readonly JsonDocument[]> {
  const limit = options.limit ?? MAX_VALUE_BYTES;
  const window = new Window(source, limit, options.readBytes);
  const reader = new Reader(window, options.shapes ?? new Map(), limit);
  for (;;) {
    const { ended } = window;
    const documents = reader.readAll();
    if (documents.length > 0) yield documents;
    if (ended) {
      reader.finish();
      return;
    }
    if (!(await window.fill()))
      throw new JsonFault("too-large", window.offsetOf(window.start), window.offsetOf(window.start), "");
  }
}
