import type { CreateStep, DeleteStep, UpdateStep } from "../../src/core/plan.ts";
import { call, callOrFind, orAbsent } from "./call.ts";
import type { Connection } from "./connection.ts";
import type { AlicloudFault } from "./faults.ts";
import { addBackendServers, removeBackendServers, setBackendServers } from "./operations/backends.ts";
import { describeLoadBalancerAttribute } from "./operations/load-balancers.ts";
import { chunks, SERVERS_PER_CALL, type ServerEntry, serverJson } from "./operations/shapes.ts";
import { backendsProps } from "./props.ts";
import { type Servers, serversById } from "./read-servers.ts";
import { serverChanges } from "./server-changes.ts";

type Outputs = Readonly<Record<string, string>>;

const entries = (servers: Servers): readonly ServerEntry[] =>
  Object.entries(servers).map(([ServerId, { weight, description }]) => ({
    ServerId,
    Weight: `${weight}`,
    ...(description === undefined ? {} : { Description: description }),
  }));

async function readServers(connection: Connection, LoadBalancerId: string): Promise<Servers> {
  const answer = await orAbsent(call(connection, describeLoadBalancerAttribute, { LoadBalancerId }));
  return serversById(answer?.BackendServers ?? []);
}

/** The code for a server that is attached already is not documented: any refusal of content is worth a look. */
const mayBeThere = ({ fault }: AlicloudFault): boolean => fault === "input" || fault === "conflict";

/** Adds servers; after a lost answer or a refusal only those that are still missing are sent again. */
async function add(connection: Connection, LoadBalancerId: string, servers: Servers): Promise<void> {
  for (const batch of chunks(Object.entries(servers), SERVERS_PER_CALL)) {
    let missing: Servers = Object.fromEntries(batch);
    await callOrFind(
      connection,
      () =>
        call(connection, addBackendServers, { LoadBalancerId, BackendServers: serverJson(entries(missing)) }),
      async () => {
        missing = serverChanges(missing, await readServers(connection, LoadBalancerId)).add;
        return Object.keys(missing).length === 0 ? {} : undefined;
      },
      mayBeThere,
    );
  }
}

async function inBatches(
  connection: Connection,
  operation: typeof setBackendServers,
  LoadBalancerId: string,
  servers: Servers,
): Promise<void> {
  for (const batch of chunks(entries(servers), SERVERS_PER_CALL))
    await call(connection, operation, { LoadBalancerId, BackendServers: serverJson(batch) });
}

export async function create(connection: Connection, step: CreateStep): Promise<Outputs> {
  const { loadBalancerId, servers } = backendsProps.parse(step.props);
  await add(connection, loadBalancerId, servers);
  return { id: loadBalancerId, loadBalancerId };
}

/** Newcomers first, then weights, then those that go: at no moment are there fewer masters than before or after. */
export async function update(connection: Connection, step: UpdateStep): Promise<Outputs> {
  const { loadBalancerId, servers } = backendsProps.parse(step.props);
  const changes = serverChanges(servers, await readServers(connection, loadBalancerId));
  await add(connection, loadBalancerId, changes.add);
  await inBatches(connection, setBackendServers, loadBalancerId, changes.set);
  await inBatches(connection, removeBackendServers, loadBalancerId, changes.remove);
  return { id: loadBalancerId, loadBalancerId };
}

/** Empties the group; it belongs to the load balancer and cannot be deleted. */
export async function remove(connection: Connection, step: DeleteStep): Promise<Outputs> {
  const { servers } = backendsProps.omit({ loadBalancerId: true }).parse(step.props);
  await orAbsent(inBatches(connection, removeBackendServers, step.outputs["loadBalancerId"] ?? "", servers));
  return {};
}
