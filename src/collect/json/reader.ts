import { JsonFault } from "./json-fault.ts";
import { peekKind } from "./peek-kind.ts";
import { ByteReducer, parseSlice } from "./reduce-bytes.ts";
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
import { type Compiled, reduceValue } from "./shape.ts";
import type { Window } from "./window.ts";

/** One value: an item of a List (or of a bare list), or a whole document. */
export interface JsonDocument {
  readonly value: unknown;
  /** Byte offset of its first byte. */
  readonly offset: number;
  /** Its own `kind`, else what the kind of its List says: items of a `PodList` name none. */
  readonly kind: string | undefined;
}

/** Between the documents of `kubectl cluster-info dump` stand logs of containers in frames of this. */
const LOG_FRAME = Buffer.from("====");
const LOG_END = Buffer.from("==== END logs");

type Place =
  | { readonly in: "top" }
  | { readonly in: "members"; first: boolean }
  | { readonly in: "items"; first: boolean; readonly bare: boolean };

/** Takes the tokens above items apart. Each step either consumes a whole token or value, or nothing. */
export class Reader {
  private place: Place = { in: "top" };
  private envelope: Record<string, unknown> = {};
  private envelopeOffset = 0;
  private envelopeBytes = 0;
  private isList = false;
  private found: JsonDocument[] = [];
  private readonly reducer = new ByteReducer();
  private readonly window: Window;
  private readonly shapes: ReadonlyMap<string, Compiled>;
  private readonly limit: number;

  constructor(window: Window, shapes: ReadonlyMap<string, Compiled>, limit: number) {
    this.window = window;
    this.shapes = shapes;
    this.limit = limit;
  }

  /** Everything complete in the window. */
  readAll(): readonly JsonDocument[] {
    this.found = [];
    const { window } = this;
    while (window.start < window.end) {
      const at = skipSpace(window.bytes, window.start, window.end);
      if (at >= window.end) {
        window.start = at;
        break;
      }
      const after = this.step(at);
      if (after === SHORT) {
        window.start = at;
        break;
      }
      window.start = after;
    }
    return this.found;
  }

  finish(): void {
    const { window } = this;
    const begun = skipSpace(window.bytes, window.start, window.end) < window.end;
    if (this.place.in === "top" && !begun) return;
    const from = this.place.in === "members" ? this.envelopeOffset : window.offsetOf(window.start);
    // One less: the line break that the window appended.
    throw new JsonFault("truncated", window.offsetOf(window.end) - 1, from, "");
  }

  private step(at: number): number {
    if (this.place.in === "top") return this.top(at);
    return this.place.in === "members" ? this.member(at, this.place) : this.item(at, this.place);
  }

  private top(at: number): number {
    const byte = this.window.bytes[at];
    if (byte === OPEN_OBJECT) {
      this.envelope = {};
      this.envelopeOffset = this.window.offsetOf(at);
      this.envelopeBytes = 0;
      this.isList = false;
      this.place = { in: "members", first: true };
      return at + 1;
    }
    if (byte === OPEN_LIST) {
      this.place = { in: "items", first: true, bare: true };
      return at + 1;
    }
    if (byte === LOG_FRAME[0]) return this.skipLogs(at);
    return this.take(at, this.end(at), undefined);
  }

  private skipLogs(at: number): number {
    const { bytes, end, ended } = this.window;
    if (end - at < LOG_FRAME.length && !ended) return SHORT;
    if (bytes.compare(LOG_FRAME, 0, LOG_FRAME.length, at, Math.min(at + LOG_FRAME.length, end)) !== 0)
      throw this.malformed(at, at, "a JSON document");
    const close = bytes.indexOf(LOG_END, at);
    if (close < 0 || close >= end) return SHORT;
    const line = bytes.indexOf(0x0a, close);
    return line < 0 || line >= end ? SHORT : line + 1;
  }

  private member(from: number, place: { first: boolean }): number {
    const { bytes, end } = this.window;
    let at = from;
    if (bytes[at] === CLOSE_OBJECT) {
      this.place = { in: "top" };
      if (!this.isList) this.emit(this.envelope, this.envelopeOffset, undefined);
      return at + 1;
    }
    if (!place.first) {
      if (bytes[at] !== COMMA) throw this.malformed(at, from, "`,` or `}`");
      at = skipSpace(bytes, at + 1, end);
      if (at >= end) return SHORT;
    }
    if (bytes[at] !== QUOTE) throw this.malformed(at, from, "a key in double quotes");
    const keyEnd = skipString(bytes, at + 1, end);
    if (keyEnd === SHORT) return SHORT;
    const colon = skipSpace(bytes, keyEnd, end);
    if (colon >= end) return SHORT;
    if (bytes[colon] !== COLON) throw this.malformed(colon, from, "`:`");
    const value = skipSpace(bytes, colon + 1, end);
    if (value >= end) return SHORT;
    const key = this.parsed(at, keyEnd) as string;
    if (key === "items" && bytes[value] === OPEN_LIST) {
      place.first = false;
      this.isList = true;
      this.place = { in: "items", first: true, bare: false };
      return value + 1;
    }
    const after = this.end(value);
    if (after === SHORT) return SHORT;
    place.first = false;
    this.envelopeBytes += after - from;
    if (this.envelopeBytes > this.limit)
      throw new JsonFault("too-large", this.envelopeOffset, this.envelopeOffset, "");
    const inner = this.parsed(value, after);
    if (key === "items" && inner === null) this.isList = true;
    else
      Object.defineProperty(this.envelope, key, {
        value: inner,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    return after;
  }

  private item(from: number, place: { first: boolean; readonly bare: boolean }): number {
    const { bytes, end } = this.window;
    let at = from;
    if (bytes[at] === CLOSE_LIST) {
      this.place = place.bare ? { in: "top" } : { in: "members", first: false };
      return at + 1;
    }
    if (!place.first) {
      if (bytes[at] !== COMMA) throw this.malformed(at, from, "`,` or `]`");
      at = skipSpace(bytes, at + 1, end);
      if (at >= end) return SHORT;
    }
    const kind = place.bare ? undefined : this.itemKind();
    const own = peekKind(bytes, at, end);
    if (own === SHORT) return SHORT;
    const after = this.reduce(at, own ?? kind) ?? this.take(at, this.end(at), kind);
    if (after !== SHORT) place.first = false;
    return after;
  }

  /** `PodList` has items of kind Pod; a plain `List` says nothing of its items. */
  private itemKind(): string | undefined {
    const { kind } = this.envelope as { kind?: unknown };
    return typeof kind === "string" && /.List$/.test(kind) ? kind.slice(0, -4) : undefined;
  }

  /** Undefined when nothing is known of what is wanted, or when the object turns out to be of another kind. */
  private reduce(at: number, kind: string | undefined): number | undefined {
    const { window } = this;
    const shape = this.shapes.get(kind as string);
    if (shape === undefined) return undefined;
    let value: unknown;
    try {
      value = this.reducer.read(window.bytes, at, window.end, shape);
    } catch (error) {
      throw this.faultIn(error, at);
    }
    const after = this.reducer.position;
    if (after === SHORT) return SHORT;
    const stated = (value as { kind?: unknown } | undefined)?.kind;
    if (value === undefined || (stated !== undefined && stated !== kind)) return undefined;
    this.found.push({ value, offset: window.offsetOf(at), kind });
    return after;
  }

  private take(at: number, after: number, listKind: string | undefined): number {
    if (after === SHORT) return SHORT;
    this.emit(this.parsed(at, after), this.window.offsetOf(at), listKind);
    return after;
  }

  private emit(value: unknown, offset: number, listKind: string | undefined): void {
    const own = (value as { kind?: unknown } | null)?.kind;
    const kind = typeof own === "string" ? own : listKind;
    const shape = this.shapes.get(kind as string);
    this.found.push({ value: shape === undefined ? value : reduceValue(value, shape), offset, kind });
  }

  private end(at: number): number {
    try {
      return skipValue(this.window.bytes, at, this.window.end);
    } catch (error) {
      throw this.faultIn(error, at);
    }
  }

  private parsed(from: number, to: number): unknown {
    try {
      return parseSlice(this.window.bytes, from, to);
    } catch (error) {
      throw this.faultIn(error, from);
    }
  }

  private faultIn(error: unknown, value: number): unknown {
    if (error instanceof Malformed) return this.malformed(error.at, value, error.message);
    if (error instanceof SyntaxError) return this.malformed(value, value, "");
    return error;
  }

  private malformed(at: number, value: number, expected: string): JsonFault {
    const { window } = this;
    return new JsonFault("malformed", window.offsetOf(at), window.offsetOf(value), expected);
  }
}
