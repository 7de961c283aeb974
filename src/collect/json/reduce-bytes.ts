import {
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  Malformed,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  SHORT,
  skipSpace,
  skipString,
  skipValue,
} from "./scan.ts";
import type { Compiled, CompiledKey } from "./shape.ts";

const BACKSLASH = 0x5c;

/**
 * Reads a JSON value from bytes, keeping only what its shape wants; everything else is skipped unparsed, which is
 * what makes it several times faster than JSON.parse. What is skipped is not validated beyond brackets and quotes.
 */
export class ByteReducer {
  private bytes: Buffer = Buffer.alloc(0);
  private end = 0;
  private at = 0;

  /** Position after the value last read, or SHORT. */
  position = SHORT;

  /** The reduced value of what begins at `from`; `position` tells whether it was all there. */
  read(bytes: Buffer, from: number, end: number, shape: Compiled): unknown {
    this.bytes = bytes;
    this.end = end;
    this.at = from;
    const value = this.value(shape);
    this.position = this.at;
    return this.at === SHORT ? undefined : value;
  }

  /** Leaves `at` after the value, or SHORT. */
  private value(shape: Compiled): unknown {
    const { bytes, end, at } = this;
    if (at >= end) return this.short();
    const first = bytes[at] as number;
    if (shape.is === "object" && first === OPEN_OBJECT) return this.object(shape.keys);
    if (shape.is === "list" && first === OPEN_LIST) return this.list(shape.element);
    const after = skipValue(bytes, at, end);
    this.at = after;
    if (after === SHORT) return undefined;
    if (shape.is === "all") return this.parse(at, after);
    if (shape.is === "text" && first === QUOTE && shape.test(bytes, at + 1, after - 1))
      return this.parse(at, after);
    return undefined;
  }

  private object(keys: readonly CompiledKey[]): unknown {
    const { bytes, end } = this;
    const kept: Record<string, unknown> = {};
    let at = skipSpace(bytes, this.at + 1, end);
    if (at < end && bytes[at] === CLOSE_OBJECT) {
      this.at = at + 1;
      return kept;
    }
    for (;;) {
      if (at >= end) return this.short();
      if (bytes[at] !== QUOTE) throw new Malformed(at, "a key in double quotes");
      const keyFrom = at + 1;
      at = skipString(bytes, keyFrom, end);
      if (at === SHORT) return this.short();
      const key = findKey(bytes, keyFrom, at - 1, keys);
      if (bytes[at] !== COLON) {
        at = skipSpace(bytes, at, end);
        if (at >= end) return this.short();
        if (bytes[at] !== COLON) throw new Malformed(at, "`:`");
      }
      at = skipSpace(bytes, at + 1, end);
      if (key === undefined) at = skipValue(bytes, at, end);
      else {
        this.at = at;
        const value = this.value(key.value);
        at = this.at;
        if (value === undefined) delete kept[key.name];
        else kept[key.name] = value;
      }
      if (at === SHORT) return this.short();
      at = skipSpace(bytes, at, end);
      if (at >= end) return this.short();
      const next = bytes[at];
      if (next === CLOSE_OBJECT) {
        this.at = at + 1;
        return kept;
      }
      if (next !== COMMA) throw new Malformed(at, "`,` or `}`");
      at = skipSpace(bytes, at + 1, end);
    }
  }

  private list(element: Compiled): unknown {
    const { bytes, end } = this;
    const kept: unknown[] = [];
    this.at = skipSpace(bytes, this.at + 1, end);
    if (this.at < end && bytes[this.at] === CLOSE_LIST) {
      this.at += 1;
      return kept;
    }
    for (;;) {
      const value = this.value(element);
      if (this.at === SHORT) return undefined;
      if (value !== undefined) kept.push(value);
      const at = skipSpace(bytes, this.at, end);
      if (at >= end) return this.short();
      if (bytes[at] === CLOSE_LIST) {
        this.at = at + 1;
        return kept;
      }
      if (bytes[at] !== COMMA) throw new Malformed(at, "`,` or `]`");
      this.at = skipSpace(bytes, at + 1, end);
    }
  }

  private parse(from: number, to: number): unknown {
    return parseSlice(this.bytes, from, to);
  }

  private short(): undefined {
    this.at = SHORT;
    return undefined;
  }
}

/** JSON.parse of bytes; a plain string, the commonest by far, needs none. */
export function parseSlice(bytes: Buffer, from: number, to: number): unknown {
  if (bytes[from] === QUOTE && isPlain(bytes, from + 1, to - 1))
    return bytes.toString("latin1", from + 1, to - 1);
  return JSON.parse(bytes.toString("utf8", from, to));
}

/** Printable ASCII without escapes: its bytes are its characters. */
function isPlain(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) return false;
  }
  return true;
}

function findKey(
  bytes: Buffer,
  from: number,
  to: number,
  keys: readonly CompiledKey[],
): CompiledKey | undefined {
  const length = to - from;
  for (const key of keys) {
    if (key.bytes.length !== length) continue;
    let at = 0;
    while (at < length && bytes[from + at] === key.bytes[at]) at += 1;
    if (at === length) return key;
  }
  // A key may be spelled with escapes; nobody does it, but it is the same key.
  for (let at = from; at < to; at++)
    if (bytes[at] === BACKSLASH) {
      const name = JSON.parse(bytes.toString("utf8", from - 1, to + 1));
      return keys.find((key) => key.name === name);
    }
  return undefined;
}
