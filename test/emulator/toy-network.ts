import { connect, createServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import type { Behaviour } from "../../src/core/forwarding.ts";
import type { DataPlaneBackend, DataPlaneListener, ProbeSettings } from "../../src/emulator/types.ts";

/** Another loopback /24 for each caller, so that files that run at once do not meet. Prefix of an address. */
export const freshNet = (): string =>
  `127.${100 + Math.floor(Math.random() * 100)}.${1 + Math.floor(Math.random() * 250)}`;

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve((server.address() as { port: number }).port));
  });

export interface ToyBackend {
  readonly address: string;
  readonly port: number;
  readonly connections: number;
  stop(): Promise<void>;
}

/** A TCP server for the time of the test. */
export async function startBackend(
  address: string,
  serve: (socket: Socket) => void,
  port = 0,
): Promise<ToyBackend> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    serve(socket);
  });
  const actual = await listen(server, port, address);
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  onTestFinished(stop);
  return {
    address,
    port: actual,
    get connections() {
      return connections;
    },
    stop,
  };
}

/** Says its own address and whom it sees, then ends. */
export const sayWho = (socket: Socket): void => {
  socket.end(`${socket.localAddress} sees ${socket.remoteAddress}`);
};

export interface Dialled {
  readonly connected: boolean;
  readonly text: string;
  readonly end: "closed" | "silent" | string;
}

/** Dials, optionally says something, and gives what came until the end, an error, or so many milliseconds. */
export function dial(
  to: { address: string; port: number },
  options: { from?: string; say?: string; waitMs?: number } = {},
): Promise<Dialled> {
  return new Promise((resolve) => {
    const local = options.from === undefined ? {} : { localAddress: options.from };
    const socket = connect({ host: to.address, port: to.port, ...local });
    let connected = false;
    let text = "";
    const done = (end: string) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ connected, text, end });
    };
    const timer = setTimeout(() => done("silent"), options.waitMs ?? 3000);
    socket.on("connect", () => {
      connected = true;
      if (options.say !== undefined) socket.write(options.say);
    });
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("end", () => done("closed"));
    socket.on("error", (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
  });
}

export const KEEPS_SOURCE: Behaviour = {
  destination: "rewritten",
  source: "kept",
  reply: "forced-back",
  onSelf: "drop",
  select: { key: "connection", weighted: true, scope: "all", noneHealthy: "refuse" },
};

export const REPLACES_SOURCE: Behaviour = { ...KEEPS_SOURCE, source: "translator", onSelf: "deliver" };

export const backendOf = (
  { address, port }: { address: string; port: number },
  more: Partial<DataPlaneBackend> = {},
): DataPlaneBackend => ({
  key: address,
  address,
  port,
  probePort: port,
  weight: 100,
  zone: undefined,
  ...more,
});

export const listenerOf = (
  address: string,
  backends: readonly DataPlaneBackend[],
  more: Partial<DataPlaneListener> = {},
): DataPlaneListener => ({
  key: "listener",
  address,
  port: 6443,
  zone: undefined,
  behaviour: REPLACES_SOURCE,
  scheduler: "rr",
  idleTimeoutMs: 5000,
  backends,
  probe: undefined,
  ...more,
});

export const tcpProbe: ProbeSettings = {
  protocol: "tcp",
  path: "/",
  method: "GET",
  hostHeader: undefined,
  codes: [],
  intervalMs: 60,
  timeoutMs: 500,
  healthyThreshold: 2,
  unhealthyThreshold: 3,
};

/** Waits for something to become true. */
export async function eventually(
  check: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 4000,
): Promise<void> {
  const start = Date.now();
  while (!(await check())) {
    if (Date.now() - start > withinMs) throw new Error(`did not happen in ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
