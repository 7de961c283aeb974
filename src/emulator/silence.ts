import type { Socket } from "node:net";

/** The longest that anybody waits for an answer that does not come. */
const LONGEST_MS = 120_000;
/** What may still arrive after the client has closed its side: it could be waiting with half a connection. */
const AFTER_END_MS = 5000;
/** Read (and thrown away) only so that the client's end is noticed; then its window fills, as with a dead peer. */
const MAX_BYTES = 65_536;

/**
 * Leaves an accepted connection without any answer until the client gives up: the nearest that a program in user space
 * comes to a lost SYN-ACK, which it cannot withhold since the kernel has sent it before `accept` returns.
 */
export function keepSilent(socket: Socket): void {
  let bytes = 0;
  let timer = setTimeout(() => socket.destroy(), LONGEST_MS);
  socket.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes >= MAX_BYTES) socket.pause();
  });
  socket.on("end", () => {
    clearTimeout(timer);
    timer = setTimeout(() => socket.destroy(), AFTER_END_MS);
  });
  socket.on("error", () => socket.destroy());
  socket.on("close", () => clearTimeout(timer));
  socket.resume();
}
