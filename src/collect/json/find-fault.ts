import { CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, OPEN_LIST, OPEN_OBJECT, QUOTE, skipSpace } from "./scan.ts";

/** The first byte that JSON (RFC 8259) does not allow, and what it would have allowed there. */
export interface Fault {
  readonly at: number;
  readonly expected: "value" | "key" | "colon" | "comma" | "string-content" | "escape" | "end";
}

const SCALAR = /^(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)$/;
const ESCAPE = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/;

/**
 * Where a value goes wrong that JSON.parse refused. Slow and strict; V8's own messages name a position only
 * sometimes. Undefined when the value is well-formed.
 */
export function findFault(bytes: Buffer): Fault | undefined {
  const open: number[] = [];
  let at = skipSpace(bytes, 0, bytes.length);
  for (;;) {
    const first = bytes[at];
    if (first === OPEN_OBJECT || first === OPEN_LIST) {
      at = skipSpace(bytes, at + 1, bytes.length);
      if (bytes[at] === first + 2) at += 1;
      else {
        open.push(first);
        if (first === OPEN_OBJECT) {
          const key = keyAndColon(bytes, at);
          if (typeof key !== "number") return key;
          at = key;
        }
        continue;
      }
    } else {
      const after = first === QUOTE ? stringEnd(bytes, at) : scalarEnd(bytes, at);
      if (typeof after !== "number") return after;
      at = after;
    }
    at = skipSpace(bytes, at, bytes.length);
    while (open.length > 0 && bytes[at] === (open.at(-1) === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_LIST)) {
      open.pop();
      at = skipSpace(bytes, at + 1, bytes.length);
    }
    if (open.length === 0) return at < bytes.length ? { at, expected: "end" } : undefined;
    if (bytes[at] !== COMMA) return { at, expected: "comma" };
    at = skipSpace(bytes, at + 1, bytes.length);
    if (open.at(-1) === OPEN_OBJECT) {
      const key = keyAndColon(bytes, at);
      if (typeof key !== "number") return key;
      at = key;
    }
  }
}

function keyAndColon(bytes: Buffer, from: number): number | Fault {
  if (bytes[from] !== QUOTE) return { at: from, expected: "key" };
  const end = stringEnd(bytes, from);
  if (typeof end !== "number") return end;
  const colon = skipSpace(bytes, end, bytes.length);
  if (bytes[colon] !== COLON) return { at: colon, expected: "colon" };
  return skipSpace(bytes, colon + 1, bytes.length);
}

function stringEnd(bytes: Buffer, from: number): number | Fault {
  for (let at = from + 1; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at + 1;
    if (byte < 0x20) return { at, expected: "string-content" };
    if (byte !== 0x5c) continue;
    const sequence = ESCAPE.exec(bytes.toString("latin1", at, at + 6));
    if (sequence === null) return { at, expected: "escape" };
    at += sequence[0].length - 1;
  }
  return { at: bytes.length, expected: "string-content" };
}

function scalarEnd(bytes: Buffer, from: number): number | Fault {
  let at = from;
  while (at < bytes.length && /[-+.0-9A-Za-z]/.test(String.fromCharCode(bytes[at] as number))) at += 1;
  return SCALAR.test(bytes.toString("latin1", from, at)) ? at : { at: from, expected: "value" };
}
