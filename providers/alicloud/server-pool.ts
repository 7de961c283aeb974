import { callOrFind } from "./call.ts";
import type { Connection } from "./connection.ts";
import type { AlicloudFault } from "./faults.ts";
import { chunks, SERVERS_PER_CALL } from "./operations/shapes.ts";
import type { Servers } from "./read-servers.ts";
import { serverChanges } from "./server-changes.ts";

/** A server group of either kind; every write takes at most SERVERS_PER_CALL servers. */
export interface ServerPool {
  read(): Promise<Servers>;
  add(servers: Servers): Promise<unknown>;
  set(servers: Servers): Promise<unknown>;
  remove(servers: Servers): Promise<unknown>;
}

/** The code for a server that is attached already is not documented: any refusal of content is worth a look. */
const mayBeThere = ({ fault }: AlicloudFault): boolean => fault === "input" || fault === "conflict";

const batches = (servers: Servers): readonly Servers[] =>
  chunks(Object.entries(servers), SERVERS_PER_CALL).map((batch) => Object.fromEntries(batch));

/** Adds servers; after a lost answer or a refusal only those that are still missing are sent again. */
export async function addServers(connection: Connection, pool: ServerPool, servers: Servers): Promise<void> {
  for (const batch of batches(servers)) {
    let missing = batch;
    await callOrFind(
      connection,
      () => pool.add(missing),
      async () => {
        missing = serverChanges(missing, await pool.read()).add;
        return Object.keys(missing).length === 0 ? {} : undefined;
      },
      mayBeThere,
    );
  }
}

export async function removeServers(pool: ServerPool, servers: Servers): Promise<void> {
  for (const batch of batches(servers)) await pool.remove(batch);
}

/**
 * Makes the pool hold exactly these servers, from whatever it holds. Newcomers first, then weights, then those that go:
 * at no moment are there fewer masters than before or after.
 */
export async function convergeServers(
  connection: Connection,
  pool: ServerPool,
  wished: Servers,
): Promise<void> {
  const changes = serverChanges(wished, await pool.read());
  await addServers(connection, pool, changes.add);
  for (const batch of batches(changes.set)) await pool.set(batch);
  await removeServers(pool, changes.remove);
}
