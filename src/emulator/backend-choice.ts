import { createHash } from "node:crypto";
import type { DataPlaneBackend, DataPlaneListener } from "./types.ts";

/** Chooses backends for one listener; deterministic, so that tests can count. */
export interface BackendChooser {
  /** Undefined: the connection is refused. */
  choose(
    listener: DataPlaneListener,
    clientAddress: string,
    isHealthy: (backend: DataPlaneBackend) => boolean,
  ): DataPlaneBackend | undefined;
}

/** Those that may be chosen: of the own zone where the scope says so, healthy, and with a weight where weights count. */
export function candidates(
  { behaviour: { select }, zone, backends }: DataPlaneListener,
  isHealthy: (backend: DataPlaneBackend) => boolean,
): readonly DataPlaneBackend[] {
  const eligible = backends.filter(
    (backend) =>
      (select.scope === "all" || zone === undefined || backend.zone === undefined || backend.zone === zone) &&
      (!select.weighted || backend.weight > 0),
  );
  const healthy = eligible.filter(isHealthy);
  return healthy.length > 0 || select.noneHealthy !== "all" ? healthy : eligible;
}

/** Rendezvous hashing: a client keeps its backend for as long as that one can be chosen. */
function byHash(from: readonly DataPlaneBackend[], clientAddress: string): DataPlaneBackend | undefined {
  const score = (backend: DataPlaneBackend) =>
    createHash("sha256").update(`${clientAddress} ${backend.key}`).digest("hex");
  const scored = from.map((backend) => ({ backend, score: score(backend) }));
  return scored.sort((a, b) => (a.score < b.score ? 1 : -1))[0]?.backend;
}

/** Round robin, smooth where weights differ: 3:1 gives a a b a, and any full round has exactly the weights' counts. */
export function createChooser(): BackendChooser {
  const credit = new Map<string, number>();
  return {
    choose(listener, clientAddress, isHealthy) {
      const { select } = listener.behaviour;
      const from = candidates(listener, isHealthy);
      if (select.key === "source") return byHash(from, clientAddress);
      const weightOf = ({ weight }: DataPlaneBackend) =>
        select.weighted && listener.scheduler === "wrr" ? weight : 1;
      for (const key of credit.keys()) if (!from.some((backend) => backend.key === key)) credit.delete(key);
      let best: DataPlaneBackend | undefined;
      for (const backend of from) {
        credit.set(backend.key, (credit.get(backend.key) ?? 0) + weightOf(backend));
        if (best === undefined || (credit.get(backend.key) ?? 0) > (credit.get(best.key) ?? 0))
          best = backend;
      }
      const round = from.reduce((sum, backend) => sum + weightOf(backend), 0);
      if (best !== undefined) credit.set(best.key, (credit.get(best.key) ?? 0) - round);
      return best;
    },
  };
}
