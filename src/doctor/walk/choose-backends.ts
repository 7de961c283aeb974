import type { Backend } from "../../core/facts.ts";
import type { Behaviour } from "../../core/forwarding.ts";

/** Backends that one new connection may be sent to, with the share of connections that each gets (they sum to 1). */
export interface Choice {
  readonly kind: "backends" | "refuse" | "unknown";
  readonly backends: readonly { readonly backend: Backend; readonly share: number }[];
}

function choose(backends: readonly Backend[], select: Behaviour["select"], zone: string | undefined): Choice {
  const inScope =
    select.scope === "all" || zone === undefined ? backends : backends.filter((each) => each.zone === zone);
  const weighted = inScope.filter(({ weight }) => weight > 0);
  const healthy = weighted.filter(({ health }) => health !== "unhealthy");
  if (healthy.length === 0 && weighted.length > 0 && select.noneHealthy === "unknown")
    return { kind: "unknown", backends: [] };
  const chosen = healthy.length > 0 ? healthy : select.noneHealthy === "all" ? weighted : [];
  if (chosen.length === 0) return { kind: "refuse", backends: [] };
  const sum = chosen.reduce((total, { weight }) => total + (select.weighted ? weight : 1), 0);
  const share = ({ weight }: Backend) => (select.weighted ? weight : 1) / sum;
  return { kind: "backends", backends: chosen.map((backend) => ({ backend, share: share(backend) })) };
}

const made = new WeakMap<readonly Backend[], Map<string, Choice>>();

/**
 * Who may be chosen at one address of a balancer: healthy backends with a weight, of the address's zone where the
 * scope is a zone. Backends whose health nobody stated count as healthy. Without a healthy one the product decides.
 * The same for every client, and so made once.
 */
export function chooseBackends(
  backends: readonly Backend[],
  select: Behaviour["select"],
  zone: string | undefined,
): Choice {
  const known = made.get(backends) ?? new Map<string, Choice>();
  made.set(backends, known);
  const key = JSON.stringify([select.scope, select.weighted, select.noneHealthy, zone]);
  const found = known.get(key) ?? choose(backends, select, zone);
  known.set(key, found);
  return found;
}
