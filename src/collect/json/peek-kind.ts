import { parseSlice } from "./reduce-bytes.ts";
import {
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  SHORT,
  skipSpace,
  skipString,
  skipValue,
} from "./scan.ts";

const KIND = Buffer.from('"kind"');

/**
 * The `kind` of an object, looked for only among the plain values at its beginning, where every Kubernetes tool
 * writes it (keys in order, or Go's TypeMeta first). Undefined when it does not stand there, or when what stands
 * there is not well-formed: then the object is parsed as a whole.
 */
export function peekKind(bytes: Buffer, from: number, end: number): string | typeof SHORT | undefined {
  if (bytes[from] !== OPEN_OBJECT) return undefined;
  let at = from + 1;
  for (;;) {
    at = skipSpace(bytes, at, end);
    if (at >= end) return SHORT;
    if (bytes[at] !== QUOTE) return undefined;
    const key = at;
    at = skipString(bytes, at + 1, end);
    if (at === SHORT) return SHORT;
    const isKind = at - key === KIND.length && bytes.compare(KIND, 0, KIND.length, key, at) === 0;
    at = skipSpace(bytes, at, end);
    if (at >= end) return SHORT;
    if (bytes[at] !== COLON) return undefined;
    at = skipSpace(bytes, at + 1, end);
    if (at >= end) return SHORT;
    const first = bytes[at];
    if (isKind) {
      const to = first === QUOTE ? skipString(bytes, at + 1, end) : undefined;
      return to === undefined ? undefined : to === SHORT ? SHORT : textAt(bytes, at, to);
    }
    if (first === OPEN_OBJECT || first === OPEN_LIST || !isScalarStart(first as number)) return undefined;
    at = skipValue(bytes, at, end);
    if (at === SHORT) return SHORT;
    at = skipSpace(bytes, at, end);
    if (at >= end) return SHORT;
    if (bytes[at] !== COMMA) return undefined;
    at += 1;
  }
}

const isScalarStart = (byte: number): boolean =>
  byte !== COMMA && byte !== CLOSE_OBJECT && byte !== CLOSE_LIST && byte > 0x20;

function textAt(bytes: Buffer, from: number, to: number): string | undefined {
  try {
    return parseSlice(bytes, from, to) as string;
  } catch {
    return undefined;
  }
}
