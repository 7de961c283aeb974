/** Where bytes come from. Fills part of `into` and says how many bytes; 0 only at the end. */
export interface ByteSource {
  read(into: Buffer, at: number, length: number): Promise<number>;
}

/** Bytes per read. Larger ones were not faster; smaller ones move more carried-over bytes. */
const READ_BYTES = 512 * 1024;

/** The part of a source that is in memory: everything from `start` on is still to be consumed. */
export class Window {
  bytes: Buffer;
  start = 0;
  end = 0;
  ended = false;
  /** Offset in the source of `bytes[0]`. */
  private base = 0;
  private readonly source: ByteSource;
  private readonly readBytes: number;
  /** Largest number of unconsumed bytes; one more is refused by `fill`. */
  private readonly limit: number;

  constructor(source: ByteSource, limit: number, readBytes = READ_BYTES) {
    this.source = source;
    this.limit = limit;
    this.readBytes = readBytes;
    this.bytes = Buffer.allocUnsafe(readBytes * 2);
  }

  /** Offset in the source of a position in `bytes`. */
  offsetOf(position: number): number {
    return this.base + position;
  }

  /**
   * Reads more; false when the limit forbids it. The unconsumed bytes at least double, so that whoever scans them
   * anew after each call does work in proportion to their number, not to its square. At the end of the source a
   * line break is appended, so that even a bare number there has something after it.
   */
  async fill(): Promise<boolean> {
    const held = this.end - this.start;
    if (held >= this.limit) return false;
    const wanted = Math.max(held * 2, this.readBytes);
    this.makeRoom(held, wanted + 1);
    while (this.end < wanted && !this.ended) {
      const length = Math.min(this.readBytes, this.bytes.length - this.end - 1);
      const count = await this.source.read(this.bytes, this.end, length);
      this.end += count;
      if (count === 0) {
        this.ended = true;
        this.bytes[this.end++] = 0x0a;
      }
      if (held === 0 && count > 0) break;
    }
    return true;
  }

  private makeRoom(held: number, capacity: number): void {
    const target = capacity > this.bytes.length ? Buffer.allocUnsafe(capacity) : this.bytes;
    this.bytes.copy(target, 0, this.start, this.end);
    this.bytes = target;
    this.base += this.start;
    this.start = 0;
    this.end = held;
  }
}
