import { stableJson } from "../core/json.ts";
import type { Problem } from "../core/rule.ts";
import { knownValue, type Topology } from "../core/topology.ts";
import type { Judged } from "./judge.ts";

/** A judgement that found a problem. */
export interface Found {
  readonly judged: Judged;
  readonly problem: Problem;
}

/** What has to be equal for two problems to be told as one: all but the node. */
function alike(topology: Topology, { judged: { rule, subject, flow, trace }, problem }: Found): string {
  if (flow === undefined) return stableJson([rule.code, subject]);
  const of = (fact: "kind" | "name") => knownValue(topology, "client", flow.client, fact) ?? flow.client;
  const { failure, disposition, severity } = problem;
  const via = [flow.target, trace?.balancer, failure, disposition, severity ?? rule.severity];
  return stableJson([rule.code, of("kind"), of("name"), via]);
}

/** Problems that differ only by node, together: a DaemonSet is not told node by node. In the order of the first of each. */
export function groupProblems(
  topology: Topology,
  found: readonly Found[],
): readonly (readonly [Found, ...Found[]])[] {
  const groups = new Map<string, [Found, ...Found[]]>();
  for (const each of found) {
    const key = alike(topology, each);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()];
}
