import type { World, WorldInstance } from "../../../src/emulator/types.ts";
import { isRecord, parseJson } from "./parameters.ts";
import type { LoadBalancer, Server } from "./state.ts";
import type { Fields } from "./wire/answer.ts";
import { invalid, Refusal } from "./wire/refusal.ts";

/** Entries per call (documented; some clients send 40). */
const MOST_PER_CALL = 20;
/** Members per load balancer (product quotas, 2026-11). */
const MOST_SERVERS = 200;

/** One entry as it was sent; what was not given is undefined. */
export interface ServerEntry {
  readonly id: string;
  readonly type: Server["type"];
  readonly ip: string | undefined;
  readonly port: number | undefined;
  readonly weight: number | undefined;
  readonly description: string | undefined;
}

const malformed = (): Refusal =>
  new Refusal("BackendServersMalformed", "the specified parameter BackendServers is unavailable.");

/** Numbers come as numbers or as text. */
function whole(value: unknown, from: number, to: number, refusal: Refusal): number | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const number = typeof value === "number" || /^\d{1,6}$/.test(String(value)) ? Number(value) : Number.NaN;
  if (Number.isInteger(number) && number >= from && number <= to) return number;
  throw refusal;
}

function words(value: unknown, most: number): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string" || value.length > most)
    throw invalid("The specified BackendServers is invalid.");
  return value;
}

function readEntry(value: unknown): ServerEntry {
  // RemoveBackendServers was first written with plain ids.
  const entry = typeof value === "string" ? { ServerId: value } : value;
  if (!isRecord(entry)) throw malformed();
  const id = words(entry["ServerId"], 64);
  if (id === undefined) throw invalid("The VmName is emtpy.");
  const type = words(entry["Type"], 8) ?? "ecs";
  if (type !== "ecs" && type !== "eni" && type !== "eci")
    throw new Refusal("BackendServer.InvalidType", "The specified Type of the backend server is not valid.");
  const badPort = "The specified BackendServers is invalid, as the Port value should be in [1, 65535].";
  return {
    id,
    type,
    ip: words(entry["ServerIp"], 64),
    port: whole(entry["Port"], 1, 65_535, invalid(badPort)),
    weight: whole(
      entry["Weight"],
      0,
      100,
      new Refusal("InvalidWeight.Malformed", "A specified weight is not valid."),
    ),
    description: words(entry["Description"], 80),
  };
}

/** A member's identity inside its group. */
export const sameServer = (
  a: { readonly id: string; readonly port?: number | null | undefined },
  b: { readonly id: string; readonly port?: number | null | undefined },
): boolean => a.id === b.id && (a.port ?? null) === (b.port ?? null);

/** The entries of a JSON parameter; of entries that name the same server the first one counts. */
export function readEntries(json: string, group: "default" | "vserver"): readonly ServerEntry[] {
  const value = parseJson(json, "BackendServers", "BackendServersMalformed");
  if (!Array.isArray(value)) throw malformed();
  if (value.length > MOST_PER_CALL)
    throw new Refusal(
      "TooManyBackendServers",
      `The total number of input real servers exceeds max supported number: ${MOST_PER_CALL}`,
    );
  const entries = value
    .map(readEntry)
    .map((entry) => (group === "default" ? { ...entry, port: undefined } : entry));
  return entries.filter((entry, index) => entries.findIndex((other) => sameServer(other, entry)) === index);
}

export const instanceOf = (world: World, { id }: { readonly id: string }): WorldInstance | undefined =>
  world.instances.find((instance) => instance.id === id);

/** The private address that traffic goes to; undefined once the world no longer has the instance. */
export const addressOf = (world: World, server: Server): string | undefined =>
  server.ip ?? instanceOf(world, server)?.addresses[0];

function runningInstance(entry: ServerEntry, world: World): WorldInstance {
  const instance = instanceOf(world, entry);
  if (instance === undefined)
    throw new Refusal("InvalidServerId.NotFound", "The specified ServerId does not exist.", 404);
  if (instance.state !== "running")
    throw new Refusal(
      "ObtainIpFail",
      "The specified BackendServers is invalid; some of the specified backend servers do not exist or are not running.",
    );
  if (entry.ip !== undefined && !instance.addresses.includes(entry.ip))
    throw invalid("The vm address is not Support.");
  return instance;
}

/**
 * New members, each running and in the balancer's VPC (that of the first member where the balancer is in none). The
 * port is required in vServer groups and meaningless in the default group.
 */
export function newServers(
  entries: readonly ServerEntry[],
  group: readonly Server[],
  {
    balancer,
    total,
    world,
  }: { readonly balancer: LoadBalancer; readonly total: number; readonly world: World },
): readonly Server[] {
  const instances = entries.map((entry) => runningInstance(entry, world));
  const [present] = [...balancer.servers, ...group];
  const vpcId = balancer.vpcId ?? (present && instanceOf(world, present)?.vpcId) ?? instances[0]?.vpcId;
  if (instances.some((instance) => instance.vpcId !== vpcId))
    throw balancer.vpcId === null
      ? new Refusal(
          "InvalidBackendServers.Inconsistent",
          "All BackendServers on one Specified LoadBalancer have to be in the same vpc or all classic",
        )
      : new Refusal("NetworkConflict", "there are network conflicts in specified parameter.");
  if (entries.some((entry) => group.some((server) => sameServer(server, entry))))
    throw invalid("The resource already exists.");
  if (total + entries.length > MOST_SERVERS)
    throw new Refusal(
      "InstanceBackendServerNumberOverLimit",
      `The maximum number of backend servers of the instance is ${MOST_SERVERS}.`,
    );
  return entries.map(({ id, type, ip, port, weight, description }) => ({
    id,
    type,
    ip: type === "ecs" ? null : (ip ?? null),
    port: port ?? null,
    weight: weight ?? 100,
    description: description ?? null,
  }));
}

/** Weights and descriptions of members that are there already. */
export function changeServers(entries: readonly ServerEntry[], group: readonly Server[]): void {
  const pairs = entries.map((entry) => {
    const server = group.find((each) => sameServer(each, entry));
    if (server === undefined)
      throw new Refusal("InvalidServerId.NotExist", "The specified backend server is not in the group.");
    return { server, entry };
  });
  for (const { server, entry } of pairs) {
    server.weight = entry.weight ?? server.weight;
    server.description = entry.description ?? server.description;
  }
}

/** A member in an answer. Of the default group, writes answer with the weight as text, reads as a number. */
export const serverFields = (server: Server, weight: "number" | "text"): Fields => ({
  ServerId: server.id,
  ServerIp: server.ip ?? undefined,
  Port: server.port ?? undefined,
  Weight: weight === "text" ? String(server.weight) : server.weight,
  Type: server.type,
  Description: server.description ?? "",
});
