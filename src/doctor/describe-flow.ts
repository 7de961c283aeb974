import type { Finding } from "../core/finding.ts";
import type { Flow } from "../core/flow.ts";
import { knownValue, type Topology } from "../core/topology.ts";
import type { Trace } from "../core/trace.ts";

export const clientOf = (topology: Topology, flow: Flow): NonNullable<Finding["client"]> => ({
  kind: knownValue(topology, "client", flow.client, "kind") ?? flow.client,
  name: knownValue(topology, "client", flow.client, "name") ?? flow.client,
  node: flow.node,
  address:
    knownValue(topology, "client", flow.client, "address") ??
    knownValue(topology, "node", flow.node, "addresses")?.[0] ??
    null,
});

export const targetOf = (
  topology: Topology,
  flow: Flow,
  trace: Trace | undefined,
): NonNullable<Finding["target"]> => ({
  host: flow.target.host,
  port: flow.target.port,
  loadBalancer:
    trace?.balancer === undefined
      ? null
      : (knownValue(topology, "balancer", trace.balancer, "title") ?? trace.balancer),
  model: trace?.model ?? null,
});
