import { connect, type Socket } from "node:net";
import { type Place, sourceFor } from "./real-place.ts";

/** How long a backend may take to answer the first packet before the client is reset. */
const CONNECT_TIMEOUT_MS = 30_000;

export interface ForwardOptions {
  readonly place: Place;
  /** Address that the backend shall see. */
  readonly source: string;
  readonly idleTimeoutMs: number;
  /** The backend could not be reached. */
  readonly onFailed: () => void;
  /** Nothing is left of it. */
  readonly onEnd: () => void;
}

/** Ends a connection with a reset, in whatever state it is. */
export function reset(socket: Socket): void {
  if (socket.destroyed) return;
  if (socket.connecting) socket.destroy();
  else socket.resetAndDestroy();
}

/**
 * Joins an accepted connection to a backend, both ways, each half closed by itself. An error on one side is a reset
 * on the other. Returns what resets both.
 */
export function forward(client: Socket, options: ForwardOptions): () => void {
  const { place, idleTimeoutMs } = options;
  const backend = connect({ ...place, ...sourceFor(place, options.source), allowHalfOpen: true });
  let open = 2;
  let connected = false;
  const resetBoth = () => {
    reset(client);
    reset(backend);
  };
  const closed = () => {
    open--;
    if (open === 0) options.onEnd();
  };
  backend.setTimeout(CONNECT_TIMEOUT_MS, () => backend.destroy(new Error("connect timeout")));
  backend.on("connect", () => {
    connected = true;
    backend.setTimeout(0);
    backend.setNoDelay(true);
    client.setNoDelay(true);
    // Refreshed by what is read from the client and by what is written to it: both directions.
    client.setTimeout(idleTimeoutMs, resetBoth);
    client.pipe(backend);
    backend.pipe(client);
  });
  backend.on("error", () => {
    if (!connected) options.onFailed();
    reset(client);
  });
  client.on("error", () => reset(backend));
  for (const socket of [client, backend]) socket.on("close", closed);
  return resetBoth;
}
