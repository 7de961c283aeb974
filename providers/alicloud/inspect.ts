import type { Origin } from "../../src/core/fact.ts";
import type { Backend } from "../../src/core/facts.ts";
import { canonicalAddress } from "../../src/core/net.ts";
import { type Observation, observed } from "../../src/core/observation.ts";
import { call } from "./call.ts";
import type { Connection } from "./connection.ts";
import { listenerFacts } from "./facts-of-listener.ts";
import { listAll } from "./find-load-balancer.ts";
import { clbL4, clbL7 } from "./models.ts";
import { describeVServerGroupAttribute } from "./operations/backends.ts";
import {
  describeHealthStatus,
  describeLoadBalancerListeners,
  type ListenerAnswer,
} from "./operations/listeners.ts";
import { describeLoadBalancerAttribute, type LoadBalancerAnswer } from "./operations/load-balancers.ts";
import type { ServerAnswer } from "./operations/shapes.ts";
import { listenerPropsOf } from "./read-listener.ts";
import { healthCheckOf } from "./topology.ts";

const asked = (source: string): Origin => ({ kind: "observed", source });
const HEALTH = { normal: "healthy", abnormal: "unhealthy" } as const;
type HealthOf = (listenerPort: number, serverId: string, port: number) => Backend["health"];

const backend = (server: ServerAnswer, port: number, health: Backend["health"]): Backend => {
  const address = canonicalAddress(server.ServerIp ?? "");
  return {
    ...(server.Description === undefined ? {} : { name: server.Description }),
    ...(address === undefined ? {} : { address }),
    instanceId: server.ServerId,
    port,
    weight: server.Weight,
    ...(health === undefined ? {} : { health }),
  };
};

/** The members that a listener sends to: of its vServer group, or of the default group at its own backend port. */
async function backendsOf(
  connection: Connection,
  listener: ListenerAnswer,
  { BackendServers }: LoadBalancerAnswer,
  healthOf: HealthOf,
): Promise<readonly Backend[] | undefined> {
  const { ListenerPort, VServerGroupId, BackendServerPort } = listener;
  if (VServerGroupId !== undefined) {
    const group = await call(connection, describeVServerGroupAttribute, { VServerGroupId });
    return group.BackendServers.map((server) => {
      const port = server.Port ?? ListenerPort;
      return backend(server, port, healthOf(ListenerPort, server.ServerId, port));
    });
  }
  if (BackendServerPort === undefined) return undefined;
  return BackendServers.map((server) =>
    backend(server, BackendServerPort, healthOf(ListenerPort, server.ServerId, BackendServerPort)),
  );
}

function* balancerFacts(id: string, answer: LoadBalancerAnswer, model: string): Iterable<Observation> {
  const origin = asked("DescribeLoadBalancerAttribute");
  const scheme = answer.AddressType === "internet" ? "internet-facing" : "internal";
  const address = canonicalAddress(answer.Address);
  yield observed("balancer", id, "title", answer.LoadBalancerName ?? id, origin);
  yield observed("balancer", id, "provider", "alicloud", origin);
  yield observed("balancer", id, "model", model, origin);
  yield observed("balancer", id, "scheme", scheme, origin);
  yield observed("balancer", id, "settings", {}, origin);
  yield observed("balancer", id, "securityGroups", [], origin);
  if (address !== undefined) yield observed("balancer", id, "addresses", [{ address }], origin);
}

const PROTOCOLS = ["tcp", "http", "https", "udp"] as const;

/**
 * What exists of one instance, whoever made it: by id, name or address. Reads alone: one to find it, three about it, one
 * for each vServer group. Undefined where there is none.
 */
export async function inspect(
  connection: Connection,
  lb: string,
): Promise<readonly Observation[] | undefined> {
  const entry = (await listAll(connection)).find(
    (each) =>
      each.LoadBalancerId === lb || each.LoadBalancerName === lb || each.Address === canonicalAddress(lb),
  );
  if (entry === undefined) return undefined;
  const { LoadBalancerId } = entry;
  const [attribute, listing, health] = await Promise.all([
    call(connection, describeLoadBalancerAttribute, { LoadBalancerId }),
    call(connection, describeLoadBalancerListeners, { LoadBalancerId: [LoadBalancerId], MaxResults: 100 }),
    call(connection, describeHealthStatus, { LoadBalancerId }),
  ]);
  // Deleted between two reads.
  if (attribute === undefined) return undefined;
  const states = new Map(
    health.BackendServers.map((each) => [
      `${each.ListenerPort} ${each.ServerId} ${each.Port}`,
      HEALTH[each.ServerHealthStatus as keyof typeof HEALTH],
    ]),
  );
  const healthOf: HealthOf = (listenerPort, server, port) => states.get(`${listenerPort} ${server} ${port}`);
  const told = await Promise.all(
    listing.Listeners.map(async (listener): Promise<readonly Observation[]> => {
      const protocol = PROTOCOLS.find((each) => each === listener.ListenerProtocol);
      if (protocol === undefined) return [];
      const isL7 = protocol === "http" || protocol === "https";
      const id = isL7 ? `${LoadBalancerId}/l7` : LoadBalancerId;
      const props = protocol === "tcp" ? listenerPropsOf(LoadBalancerId, listener) : undefined;
      const reading = {
        balancer: id,
        port: listener.ListenerPort,
        protocol,
        scheduler: listener.Scheduler,
        idleTimeoutSeconds: props?.establishedTimeoutSeconds,
        backends: await backendsOf(connection, listener, attribute, healthOf),
        healthCheck: props === undefined ? undefined : healthCheckOf(props),
      };
      return [
        ...balancerFacts(id, attribute, isL7 ? clbL7.id : clbL4.id),
        ...listenerFacts(reading, asked("DescribeLoadBalancerListeners")),
      ];
    }),
  );
  const none = told.length === 0 ? balancerFacts(LoadBalancerId, attribute, clbL4.id) : [];
  return [...none, ...told.flat()];
}
