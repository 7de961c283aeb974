import { createServer, type Socket } from "node:net";
import { canonicalAddress } from "../core/net.ts";
import { createChooser } from "./backend-choice.ts";
import { forward, reset } from "./forwarder.ts";
import { realPlace, sameInstance } from "./real-place.ts";
import { keepSilent } from "./silence.ts";
import type { DataPlaneBackend, DataPlaneListener, World } from "./types.ts";

interface BackendCounts {
  /** Connections that were given to it, the silent ones among them. */
  connections: number;
  /** Connections whose client is the backend itself and got no answer. */
  silent: number;
  /** Connections that it did not accept. */
  failed: number;
  active: number;
}

export interface ListenerCounts {
  readonly address: string;
  readonly port: number;
  accepted: number;
  /** Reset at once since no backend could be chosen. */
  refused: number;
  /** By backend key. */
  readonly backends: Record<string, BackendCounts>;
}

export interface ListenerSocket {
  readonly counts: ListenerCounts;
  /** Takes over changed settings and backends; cuts the connections that these no longer allow. */
  update(listener: DataPlaneListener): void;
  close(): Promise<void>;
}

interface Connection {
  readonly backendKey: string;
  readonly cut: () => void;
  wasHealthy: boolean;
  removedAtMs: number | undefined;
}

export interface SocketOptions {
  readonly world: World;
  readonly isHealthy: (listener: DataPlaneListener, backend: DataPlaneBackend) => boolean;
  readonly counts: ListenerCounts;
}

/** Opens one address and port of a balancer; rejects with the system's error when that cannot be had. */
export function openListenerSocket(
  first: DataPlaneListener,
  { world, isHealthy, counts }: SocketOptions,
): Promise<ListenerSocket> {
  let listener = first;
  const chooser = createChooser();
  const connections = new Set<Connection>();
  const accepted = new Set<Socket>();

  const countsOf = (key: string): BackendCounts => {
    counts.backends[key] ??= { connections: 0, silent: 0, failed: 0, active: 0 };
    return counts.backends[key];
  };

  function join(client: Socket, backend: DataPlaneBackend, source: string): void {
    const own = countsOf(backend.key);
    own.active++;
    const cut = forward(client, {
      place: realPlace(world, backend.address, backend.port),
      source,
      idleTimeoutMs: listener.idleTimeoutMs,
      onFailed: () => {
        own.failed++;
      },
      onEnd: () => {
        own.active--;
        connections.delete(connection);
      },
    });
    const wasHealthy = isHealthy(listener, backend);
    const connection: Connection = { backendKey: backend.key, cut, wasHealthy, removedAtMs: undefined };
    connections.add(connection);
  }

  function give(client: Socket, from: string, backend: DataPlaneBackend): void {
    const own = countsOf(backend.key);
    own.connections++;
    const { source, destination, onSelf } = listener.behaviour;
    const isSelf = source !== "translator" && sameInstance(world, from, backend.address);
    // Handed over with the source kept, the packet reaches its sender with the sender's own address: its kernel drops
    // it. Only where the destination is kept too is the sender the VIP's owner and takes it.
    if (isSelf && onSelf !== "snat" && !(onSelf === "deliver" && destination === "kept")) {
      own.silent++;
      keepSilent(client);
      return;
    }
    const translated = source === "translator" || (isSelf && onSelf === "snat");
    join(client, backend, translated ? listener.address : from);
  }

  function accept(client: Socket): void {
    counts.accepted++;
    accepted.add(client);
    client.on("close", () => accepted.delete(client));
    client.on("error", () => undefined);
    const from = canonicalAddress(client.remoteAddress ?? "");
    const backend =
      from === undefined ? undefined : chooser.choose(listener, from, (each) => isHealthy(listener, each));
    if (from !== undefined && backend !== undefined) {
      give(client, from, backend);
      return;
    }
    counts.refused++;
    reset(client);
  }

  function review(connection: Connection): void {
    const backend = listener.backends.find(({ key }) => key === connection.backendKey);
    if (backend === undefined) {
      connection.removedAtMs ??= performance.now();
      const { drainMs } = listener;
      if (drainMs !== undefined && performance.now() - connection.removedAtMs >= drainMs) connection.cut();
      return;
    }
    connection.removedAtMs = undefined;
    const healthy = isHealthy(listener, backend);
    if (listener.resetUnhealthy === true && connection.wasHealthy && !healthy) connection.cut();
    connection.wasHealthy ||= healthy;
  }

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, accept);
  const opened: ListenerSocket = {
    counts,
    update(next) {
      listener = next;
      for (const connection of [...connections]) review(connection);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const { cut } of [...connections]) cut();
        for (const socket of [...accepted]) reset(socket);
      }),
  };
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: first.address, port: first.port, exclusive: true }, () => {
      server.off("error", reject);
      // Running out of file descriptors ends no listener: the next connection is tried again.
      server.on("error", () => undefined);
      resolve(opened);
    });
  });
}
