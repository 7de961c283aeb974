/** What a scan answers when the bytes at hand end before the value does: read more, then scan again from its start. */
export const SHORT = -1;

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
const BACKSLASH = 0x5c;

/** Set in `{ [ } ]`, which differ from one another in this bit and the next-to-lowest ones only. */
const CASE_BIT = 0x20;

/** Four spaces. */
const INDENT = 0x20202020;

let viewed: Uint8Array | undefined;
let view: DataView = new DataView(new ArrayBuffer(0));

/** The bytes as a view, made once per buffer. */
function viewOf(bytes: Uint8Array): DataView {
  if (bytes !== viewed) {
    viewed = bytes;
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  return view;
}

/** A byte that JSON does not allow where it stands; `at` counts within the scanned bytes. */
export class Malformed extends Error {
  readonly at: number;
  constructor(at: number, expected: string) {
    super(`expected ${expected}`);
    this.at = at;
  }
}

/** Position of the next byte that is no JSON white space; `end` when there is none. */
export function skipSpace(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const byte = bytes[at] as number;
    if (byte > 0x20) break;
    if (byte === 0x0a) at = skipIndent(viewOf(bytes), at + 1, end);
    else if (byte === 0x20 || byte === 0x0d || byte === 0x09) at += 1;
    else break;
  }
  return at;
}

/**
 * Whether none of four bytes is a quote or a backslash: a byte is zero where subtracting one borrows from its top
 * bit. Bytes beyond ASCII may say no for nothing, which only costs the slower way.
 */
function isPlainWord(word: number): boolean {
  const quotes = word ^ 0x22222222;
  const slashes = word ^ 0x5c5c5c5c;
  return ((((quotes - 0x01010101) & ~quotes) | ((slashes - 0x01010101) & ~slashes)) & 0x80808080) === 0;
}

/** Position after the closing quote; `from` is the first byte of the content. */
export function skipString(bytes: Uint8Array, from: number, end: number): number {
  const words = viewOf(bytes);
  let at = from;
  while (at + 4 <= end && isPlainWord(words.getInt32(at, true))) at += 4;
  while (at < end) {
    const byte = bytes[at++] as number;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at += 1;
  }
  return SHORT;
}

/**
 * Three fifths of what kubectl prints is indentation: four spaces at a time are passed twice as fast as bytes are.
 * Stops within the last four; the caller goes on from there.
 */
function skipIndent(words: DataView, from: number, end: number): number {
  let at = from;
  while (at + 4 <= end && words.getInt32(at, true) === INDENT) at += 4;
  return at;
}

/** Position after an object or list; `from` is its opening bracket. Does not validate what it skips. */
function skipNested(bytes: Uint8Array, from: number, end: number): number {
  const words = viewOf(bytes);
  let depth = 0;
  let at = from;
  while (at < end) {
    const byte = bytes[at++] as number;
    if (byte === 0x0a) at = skipIndent(words, at, end);
    else if (byte === QUOTE) {
      // The same loops as in skipString; a call per string costs a tenth of the throughput.
      while (at + 4 <= end && isPlainWord(words.getInt32(at, true))) at += 4;
      for (;;) {
        if (at >= end) return SHORT;
        const inner = bytes[at++] as number;
        if (inner === QUOTE) break;
        if (inner === BACKSLASH) at += 1;
      }
    } else if (byte > COLON) {
      const bracket = byte | CASE_BIT;
      if (bracket === OPEN_OBJECT) depth += 1;
      else if (bracket === CLOSE_OBJECT && --depth === 0) return at;
    }
  }
  return SHORT;
}

/** Number, true, false or null; ends before the next delimiter, which must be there. */
function skipScalar(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const byte = bytes[at] as number;
    if (byte <= 0x20 || byte === COMMA || byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      if (at === from) throw new Malformed(at, "a value");
      return at;
    }
    at += 1;
  }
  return SHORT;
}

/** Position after the value that begins at `from`. Finds its end by brackets and quotes alone. */
export function skipValue(bytes: Uint8Array, from: number, end: number): number {
  if (from >= end) return SHORT;
  const byte = bytes[from] as number;
  if (byte === QUOTE) return skipString(bytes, from + 1, end);
  if (byte === OPEN_OBJECT || byte === OPEN_LIST) return skipNested(bytes, from, end);
  return skipScalar(bytes, from, end);
}
