import * as z from "zod/mini";
import type { CreateStep, DeleteStep, UpdateStep } from "../../src/core/plan.ts";
import { call, orAbsent } from "./call.ts";
import type { Connection } from "./connection.ts";
import type { Executor, Outputs } from "./executor.ts";
import { addBackendServers, removeBackendServers, setBackendServers } from "./operations/backends.ts";
import { describeLoadBalancerAttribute } from "./operations/load-balancers.ts";
import { serverJson } from "./operations/shapes.ts";
import { backendsProps } from "./props.ts";
import { type Servers, serversById } from "./read-servers.ts";
import { addServers, convergeServers, removeServers, type ServerPool } from "./server-pool.ts";

const json = (servers: Servers): string =>
  serverJson(
    Object.entries(servers).map(([ServerId, { weight, description }]) => ({
      ServerId,
      Weight: `${weight}`,
      ...(description === undefined ? {} : { Description: description }),
    })),
  );

function poolOf(connection: Connection, LoadBalancerId: string): ServerPool {
  const send = (operation: typeof setBackendServers) => (servers: Servers) =>
    call(connection, operation, { LoadBalancerId, BackendServers: json(servers) });
  return {
    async read() {
      const answer = await orAbsent(call(connection, describeLoadBalancerAttribute, { LoadBalancerId }));
      return serversById(answer?.BackendServers ?? []);
    },
    add: send(addBackendServers),
    set: send(setBackendServers),
    remove: send(removeBackendServers),
  };
}

async function create(connection: Connection, step: CreateStep): Promise<Outputs> {
  const { loadBalancerId, servers } = backendsProps.parse(step.props);
  await addServers(connection, poolOf(connection, loadBalancerId), servers);
  return { id: loadBalancerId, loadBalancerId };
}

async function update(connection: Connection, step: UpdateStep): Promise<Outputs> {
  const { loadBalancerId, servers } = backendsProps.parse(step.props);
  await convergeServers(connection, poolOf(connection, loadBalancerId), servers);
  return { id: loadBalancerId, loadBalancerId };
}

/** Empties the group; it belongs to the load balancer and cannot be deleted. */
async function remove(connection: Connection, step: DeleteStep): Promise<Outputs> {
  const { servers } = z.omit(backendsProps, { loadBalancerId: true }).parse(step.props);
  await orAbsent(removeServers(poolOf(connection, step.outputs["loadBalancerId"] ?? ""), servers));
  return {};
}

export const backends: Executor = { create, update, remove };
