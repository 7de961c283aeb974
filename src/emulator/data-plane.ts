import { canonicalAddress } from "../core/net.ts";
import type { Text } from "../core/text.ts";
import type { EmulatorHost } from "./emulator-host.ts";
import { openHealthProber } from "./health-prober.ts";
import { type ListenerCounts, type ListenerSocket, openListenerSocket } from "./listener-socket.ts";
import { isLoopback } from "./real-place.ts";
import type { DataPlaneBackend, DataPlaneListener } from "./types.ts";

/** By listener key; listeners that are gone stay in it. */
export type DataPlaneStats = Readonly<Record<string, ListenerCounts>>;

/** The sockets of one emulator's balancers. */
export interface DataPlane {
  /** Compares what should be open with what is, and makes it so. */
  sync(): Promise<void>;
  stats(): DataPlaneStats;
  /** Closes every socket and connection. */
  close(): Promise<void>;
}

export interface DataPlaneOptions {
  readonly onNotice: (text: Text) => void;
  readonly onDefect: (error: unknown) => void;
  readonly tickMs: number;
}

interface Place {
  readonly at: string;
  readonly socket: ListenerSocket;
}

const placeOf = ({ address, port }: DataPlaneListener): string => `${address} ${port}`;

function cannotListen({ address, port }: DataPlaneListener, why: Text): Text {
  return {
    en: `the listener ${address}:${port} cannot be opened here: ${why.en}`,
    zh: `无法在本机打开监听 ${address}:${port}：${why.zh}`,
  };
}

const NOT_LOOPBACK: Text = {
  en: "only addresses inside 127.0.0.0/8 are served; give the subnet such a range in the world file",
  zh: "仅支持 127.0.0.0/8 内的地址；请在 world 文件中为子网指定该范围内的网段",
};

function whyNot(error: NodeJS.ErrnoException): Text {
  if (error.code === "EADDRINUSE")
    return { en: "another program listens there", zh: "该地址已被其他程序监听" };
  if (error.code === "EACCES")
    return { en: "ports below 1024 need more rights", zh: "监听 1024 以下的端口需要更高权限" };
  if (error.code === "EADDRNOTAVAIL")
    return {
      en: `this machine does not have the address (on macOS: sudo ifconfig lo0 alias ADDRESS)`,
      zh: "本机没有该地址（macOS 上可用：sudo ifconfig lo0 alias 地址）",
    };
  return { en: error.message, zh: error.message };
}

export function openDataPlane(host: EmulatorHost, options: DataPlaneOptions): DataPlane {
  const open = new Map<string, Place>();
  const counts: Record<string, ListenerCounts> = {};
  const told = new Set<string>();
  let closed = false;
  let waiting: Promise<void> | undefined;
  let running: Promise<void> = Promise.resolve();

  const prober = openHealthProber({
    world: host.context().world,
    now: () => host.context().now,
    report: (outcome) => {
      if (!closed) host.probed(outcome);
    },
  });

  function isHealthy(listener: DataPlaneListener, backend: DataPlaneBackend): boolean {
    try {
      return (
        listener.probe === undefined || host.emulator.isHealthy(listener.key, backend.key, host.context())
      );
    } catch (error) {
      options.onDefect(error);
      return false;
    }
  }

  function tell(listener: DataPlaneListener, why: Text): void {
    const text = cannotListen(listener, why);
    if (told.has(text.en)) return;
    told.add(text.en);
    options.onNotice(text);
  }

  async function openOne(listener: DataPlaneListener): Promise<void> {
    if (!isLoopback(listener.address)) return tell(listener, NOT_LOOPBACK);
    counts[listener.key] ??= {
      address: canonicalAddress(listener.address) ?? listener.address,
      port: listener.port,
      accepted: 0,
      refused: 0,
      backends: {},
    };
    const own = counts[listener.key] as ListenerCounts;
    try {
      const world = host.context().world;
      const socket = await openListenerSocket(listener, { world, isHealthy, counts: own });
      open.set(listener.key, { at: placeOf(listener), socket });
    } catch (error) {
      tell(listener, whyNot(error as NodeJS.ErrnoException));
    }
  }

  async function syncNow(): Promise<void> {
    if (closed) return;
    let wanted: readonly DataPlaneListener[];
    try {
      wanted = host.emulator.dataPlane(host.context());
    } catch (error) {
      return options.onDefect(error);
    }
    const byKey = new Map(wanted.map((listener) => [listener.key, listener]));
    for (const [key, { at, socket }] of [...open]) {
      const listener = byKey.get(key);
      if (listener !== undefined && placeOf(listener) === at) {
        socket.update(listener);
        continue;
      }
      open.delete(key);
      await socket.close();
    }
    for (const listener of byKey.values()) if (!open.has(listener.key)) await openOne(listener);
    if (!closed) prober.update(wanted);
  }

  /** Calls that come while one runs share the one after it. */
  function sync(): Promise<void> {
    waiting ??= running.then(() => {
      waiting = undefined;
      running = syncNow();
      return running;
    });
    return waiting;
  }

  const timer = setInterval(() => void sync(), options.tickMs);
  return {
    sync,
    stats: () => structuredClone(counts),
    async close() {
      closed = true;
      clearInterval(timer);
      await (waiting ?? running);
      prober.close();
      await Promise.all([...open.values()].map(({ socket }) => socket.close()));
      open.clear();
    },
  };
}
