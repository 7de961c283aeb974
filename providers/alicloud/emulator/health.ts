import type { Health, Listener, LoadBalancer, Server, State } from "./state.ts";

/** One backend of one listener. */
export interface Member {
  readonly server: Server;
  readonly port: number;
  /** Under which the listener keeps what probes found. */
  readonly key: string;
}

/** Where a listener sends to: its vServer group, or the default group at its own backend port. */
export function membersOf(balancer: LoadBalancer, { settings }: Listener, state: State): readonly Member[] {
  const group = state.serverGroups.find(({ id }) => id === settings.serverGroupId);
  const servers = settings.serverGroupId === null ? balancer.servers : (group?.servers ?? []);
  return servers.map((server) => {
    const port = server.port ?? settings.backendServerPort ?? 0;
    return { server, port, key: `${server.id}:${port}` };
  });
}

/** A member that is taken out and comes back starts anew. */
export function forgetAbsent(state: State, balancer: LoadBalancer): void {
  for (const listener of balancer.listeners) {
    const keys = new Set(membersOf(balancer, listener, state).map(({ key }) => key));
    listener.health = Object.fromEntries(Object.entries(listener.health).filter(([key]) => keys.has(key)));
  }
}

/** Takes one probe in: as many in a row as the threshold says make, or turn, the verdict. */
export function takeProbe(
  before: Health | undefined,
  ok: boolean,
  thresholds: { readonly healthy: number; readonly unhealthy: number },
): Health {
  const { healthy, streak, ok: was } = before ?? { healthy: null, streak: 0, ok };
  if (healthy === ok) return { healthy, streak: 0, ok };
  const length = was === ok ? streak + 1 : 1;
  const reached = length >= (ok ? thresholds.healthy : thresholds.unhealthy);
  return reached ? { healthy: ok, streak: 0, ok } : { healthy, streak: length, ok };
}

/** `unavailable` until probes have decided, and where nothing is probed. */
export function healthOf(listener: Listener, key: string): "normal" | "abnormal" | "unavailable" {
  const healthy = listener.health[key]?.healthy ?? null;
  if (healthy === null || listener.startedAtMs === null || listener.settings.healthCheck === "off")
    return "unavailable";
  return healthy ? "normal" : "abnormal";
}
