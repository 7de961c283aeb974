import type { SubjectKind } from "../core/facts.ts";
import type { Evidence } from "../core/finding.ts";
import { stableJson } from "../core/json.ts";
import { factOf, type Topology } from "../core/topology.ts";
import type { Trace } from "../core/trace.ts";
import { nodeOf } from "./join-backends.ts";

type Read = readonly [kind: SubjectKind, id: string, fact: string];

/** The backend that is the client's own node; the others of a list of hundreds prove nothing. */
function relevant(topology: Topology, trace: Trace, fact: string, value: unknown): unknown {
  if (fact !== "backends" || !Array.isArray(value)) return value;
  const own = value.filter((backend) => nodeOf(topology, backend) === trace.flow.node);
  return own.length > 0 ? own : value;
}

/** What a walk was made from: who dials what, where that leads, how it forwards, and to whom; each with its source. */
export function walkEvidence(topology: Topology, trace: Trace): readonly Evidence[] {
  const { flow, balancer, listener } = trace;
  const reads: readonly Read[] = [
    ["client", flow.client, "dials"],
    ["client", flow.client, "network"],
    ["client", flow.client, "address"],
    ["node", flow.node, "addresses"],
    ["node", flow.node, "localVips"],
    ["name", flow.target.host.toLowerCase(), "addresses"],
    ...(balancer === undefined
      ? []
      : (["addresses", "names", "model", "settings"] as const).map(
          (fact): Read => ["balancer", balancer, fact],
        )),
    ...(listener === undefined
      ? []
      : (["settings", "backends"] as const).map((fact): Read => ["listener", listener, fact])),
  ];
  return reads.flatMap(([kind, id, name]) => {
    const fact = factOf(topology, kind, id, name as never);
    if (fact.state !== "known") return [];
    const [{ source, location }] = fact.origins;
    const value = stableJson(relevant(topology, trace, name, fact.value));
    return [{ source, location: location ?? null, value: `${kind}.${name}: ${value}` }];
  });
}
