import * as z from "zod/mini";
import type { Origin } from "../../src/core/fact.ts";
import type { Backend } from "../../src/core/facts.ts";
import { type Observation, observed } from "../../src/core/observation.ts";
import type { Observed, Resource, ResourceGraph } from "../../src/core/resource.ts";
import { type HealthCheckReading, listenerFacts } from "./facts-of-listener.ts";
import { clbL4 } from "./models.ts";
import { HEALTH_TAG } from "./ownership.ts";
import {
  backendsProps,
  type ListenerProps,
  listenerProps,
  loadBalancerProps,
  serverGroupProps,
} from "./props.ts";

const SPECIFIED: Origin = { kind: "specified", source: "spec" };
const OBSERVED: Origin = { kind: "observed", source: "SLB API 2014-05-15" };

/** References may still stand where ids will; none of them is needed here. */
const listenerWithoutRefs = z.omit(listenerProps, { loadBalancerId: true, vServerGroupId: true, acl: true });
const backendsWithoutRefs = z.omit(backendsProps, { loadBalancerId: true });
const groupWithoutRefs = z.omit(serverGroupProps, { loadBalancerId: true });

function backendsOf(
  resources: readonly Resource[],
  backendServerPort: number | undefined,
): readonly Backend[] {
  const group = resources.find(
    ({ id }) => id === (backendServerPort === undefined ? "server-group" : "backends"),
  );
  if (group === undefined) return [];
  const { servers } = (backendServerPort === undefined ? groupWithoutRefs : backendsWithoutRefs).parse(
    group.props,
  );
  return Object.entries(servers).map(([key, { weight, description }]) => {
    const [instanceId = key, port] = key.split(":");
    return {
      ...(description === undefined ? {} : { name: description }),
      instanceId,
      port: backendServerPort ?? Number(port),
      weight,
    };
  });
}

type Check = Pick<ListenerProps, "healthCheck" | "tags">;

export const healthCheckOf = ({ healthCheck: check, tags }: Check): HealthCheckReading => ({
  enabled: check.switch === "on",
  type: check.type,
  port: check.connectPort ?? undefined,
  path: check.uri,
  httpCode: check.httpCode,
  intervalSeconds: check.intervalSeconds,
  timeoutSeconds: check.connectTimeoutSeconds,
  healthyThreshold: check.healthyThreshold,
  unhealthyThreshold: check.unhealthyThreshold,
  shim: check.type === "http" && tags[HEALTH_TAG] === "shim",
});

/** A compiled or observed graph in neutral terms. The balancer's subject id is its physical id once that is known. */
export function* topology(
  graph: Pick<ResourceGraph, "name" | "resources">,
  seen?: Observed,
): Iterable<Observation> {
  const originOf = (resource: Resource): Origin =>
    seen?.resources.some((candidate) => candidate === resource) ? OBSERVED : SPECIFIED;
  const balancer = graph.resources.find(({ kind }) => kind === "load-balancer");
  if (balancer === undefined) return;
  const props = loadBalancerProps.parse(balancer.props);
  const physical = seen?.resources.find(({ id }) => id === balancer.id)?.outputs;
  const id = physical?.["id"] ?? graph.name;
  const origin = originOf(balancer);
  yield observed("balancer", id, "title", props.name, origin);
  yield observed("balancer", id, "provider", "alicloud", origin);
  yield observed("balancer", id, "model", clbL4.id, origin);
  yield observed(
    "balancer",
    id,
    "scheme",
    props.addressType === "internet" ? "internet-facing" : "internal",
    origin,
  );
  yield observed("balancer", id, "settings", {}, origin);
  yield observed("balancer", id, "securityGroups", [], origin);
  const address = physical?.["address"];
  if (address !== undefined) yield observed("balancer", id, "addresses", [{ address }], OBSERVED);
  else if (props.address !== undefined)
    yield observed("balancer", id, "addresses", [{ address: props.address }], origin);
  for (const resource of graph.resources) {
    if (resource.kind !== "listener") continue;
    const listener = listenerWithoutRefs.parse(resource.props);
    yield* listenerFacts(
      {
        balancer: id,
        port: listener.port,
        protocol: "tcp",
        scheduler: listener.scheduler,
        idleTimeoutSeconds: listener.establishedTimeoutSeconds,
        backends: backendsOf(graph.resources, listener.backendServerPort),
        healthCheck: healthCheckOf(listener),
      },
      originOf(resource),
    );
  }
}
