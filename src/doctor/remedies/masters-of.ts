import type { HostPort } from "../../core/facts.ts";
import type { CureContext } from "../../core/rule.ts";
import { knownValue } from "../../core/topology.ts";
import type { Trace } from "../../core/trace.ts";

/** A failing walk that starts on a master, with the API server of that master. */
export interface AtHome {
  readonly trace: Trace;
  readonly server: HostPort;
}

/** Walks with their local API servers; undefined when one of them does not start beside one. */
export function mastersOf({ topology, traces }: CureContext): readonly [AtHome, ...AtHome[]] | undefined {
  const endpoints = knownValue(topology, "cluster", "cluster", "apiServerEndpoints") ?? [];
  const found = traces.flatMap((trace): readonly AtHome[] => {
    const { node } = trace.flow;
    const isMaster = (knownValue(topology, "node", node, "roles") ?? []).includes("master");
    const own = knownValue(topology, "node", node, "addresses") ?? [];
    const server = endpoints.find(({ host }) => own.includes(host));
    return isMaster && server !== undefined ? [{ trace, server }] : [];
  });
  const [first, ...others] = found;
  return first === undefined || found.length !== traces.length ? undefined : [first, ...others];
}
