import { type ProbeResult, probe } from "./probe.ts";
import { type Place, realPlace } from "./real-place.ts";
import type { DataPlaneBackend, DataPlaneListener, ProbeOutcome, ProbeSettings, World } from "./types.ts";

/** Probes every backend of every listener in its interval. */
export interface HealthProber {
  /** Takes over what has to be probed now and begins the probes that are due. */
  update(listeners: readonly DataPlaneListener[]): void;
  close(): void;
}

interface Target {
  settings: string;
  nextAtMs: number;
  running: AbortController | undefined;
}

export interface ProberOptions {
  readonly world: World;
  readonly now: () => number;
  readonly report: (outcome: ProbeOutcome) => void;
}

export function openHealthProber({ world, now, report }: ProberOptions): HealthProber {
  const targets = new Map<string, Target>();

  async function run(
    target: Target,
    listener: DataPlaneListener,
    backend: DataPlaneBackend,
    settings: ProbeSettings,
    place: Place,
  ) {
    const running = new AbortController();
    target.running = running;
    const result: ProbeResult | undefined = await probe(place, settings, listener.address, running.signal);
    if (target.running === running) target.running = undefined;
    if (result !== undefined)
      report({ listenerKey: listener.key, backendKey: backend.key, at: now(), ...result });
  }

  function begin(listener: DataPlaneListener, backend: DataPlaneBackend, settings: ProbeSettings): string {
    const key = JSON.stringify([listener.key, backend.key]);
    const place = realPlace(world, backend.address, backend.probePort);
    const text = JSON.stringify([settings, place]);
    let target = targets.get(key);
    if (target?.settings !== text) {
      target?.running?.abort();
      target = { settings: text, nextAtMs: 0, running: undefined };
      targets.set(key, target);
    }
    const atMs = performance.now();
    if (target.running === undefined && atMs >= target.nextAtMs) {
      // Counted from when it was due, so that ticks do not stretch the interval.
      const late = target.nextAtMs === 0 ? 0 : Math.min(atMs - target.nextAtMs, settings.intervalMs / 2);
      target.nextAtMs = atMs - late + settings.intervalMs;
      void run(target, listener, backend, settings, place);
    }
    return key;
  }

  const drop = (wanted: ReadonlySet<string>) => {
    for (const [key, target] of targets) {
      if (wanted.has(key)) continue;
      target.running?.abort();
      targets.delete(key);
    }
  };

  return {
    update(listeners) {
      const wanted = new Set<string>();
      for (const listener of listeners)
        if (listener.probe !== undefined)
          for (const backend of listener.backends) wanted.add(begin(listener, backend, listener.probe));
      drop(wanted);
    },
    close: () => drop(new Set()),
  };
}
