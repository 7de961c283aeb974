import type { Origin } from "../../core/fact.ts";
import type { Backend } from "../../core/facts.ts";
import type { Settings } from "../../core/forwarding.ts";
import { canonicalAddress, isAddress } from "../../core/net.ts";
import { type Observation, observed } from "../../core/observation.ts";
import { idsOf, knownValue, type Topology } from "../../core/topology.ts";
import { balancerAt } from "./find-target.ts";

/** What somebody takes an address to be, for want of evidence. */
export interface Assumption {
  readonly address: string;
  /** Id of a ForwardingModel. */
  readonly model: string;
  readonly settings: Settings;
  readonly origin: Origin;
}

/** Where API servers listen unless something else is said. */
const API_PORT = 6443;

const spelling = (host: string): string => canonicalAddress(host) ?? host.toLowerCase();

/** Whether a dialled host is this address, or a name that leads to it. */
const leadsTo = (topology: Topology, host: string, address: string): boolean =>
  spelling(host) === spelling(address) ||
  (knownValue(topology, "name", host.toLowerCase(), "addresses") ?? []).some(
    (each) => spelling(each) === spelling(address),
  );

/** Ports on which anybody dials the address; the API server's where nobody does. */
function portsOf(topology: Topology, address: string): readonly number[] {
  const endpoint = knownValue(topology, "cluster", "cluster", "controlPlaneEndpoint");
  const dials = idsOf(topology, "client").flatMap((client) => [
    ...(knownValue(topology, "client", client, "dials") ?? []),
    ...(knownValue(topology, "client", client, "candidates") ?? []),
  ]);
  const ports = [...dials, ...(endpoint === undefined ? [] : [endpoint])].flatMap(({ host, port }) =>
    leadsTo(topology, host, address) ? [port] : [],
  );
  return ports.length > 0 ? [...new Set(ports)].sort((a, b) => a - b) : [API_PORT];
}

/** The API servers of all masters: by the `kubernetes` Service's endpoints, else as each master states its own. */
export function apiServers(topology: Topology): readonly Backend[] {
  const endpoints = knownValue(topology, "cluster", "cluster", "apiServerEndpoints") ?? [];
  const stated = idsOf(topology, "node").flatMap((node) => {
    if (!(knownValue(topology, "node", node, "roles") ?? []).includes("master")) return [];
    const [host] = knownValue(topology, "node", node, "addresses") ?? [];
    const server = knownValue(topology, "node", node, "apiServer");
    return server !== undefined ? [server] : host === undefined ? [] : [{ host, port: API_PORT }];
  });
  return (endpoints.length > 0 ? endpoints : stated).map(({ host, port }) => ({
    address: host,
    port,
    weight: 1,
  }));
}

/** Addresses of Services have their Service's NodePorts behind them, and which nodes serve is not for us to guess. */
const isServices = (topology: Topology, address: string): boolean =>
  idsOf(topology, "service").some((id) =>
    (knownValue(topology, "service", id, "addresses") ?? []).some(
      (each) => spelling(each.address) === spelling(address),
    ),
  );

/**
 * The balancer that an assumption makes of an address: its id is the address. Of one that evidence already names, only what
 * is not known of it. `dialled` are ports that are dialled besides those that clients are configured with.
 */
export function assumedBalancer(
  topology: Topology,
  { address, model, settings, origin }: Assumption,
  dialled: readonly number[] = [],
): readonly Observation[] {
  const known = balancerAt(topology, address);
  const id = known ?? spelling(address);
  const listeners = idsOf(topology, "listener").filter(
    (each) => knownValue(topology, "listener", each, "balancer") === id,
  );
  const where = isAddress(address)
    ? observed("balancer", id, "addresses", [{ address: spelling(address) }], origin)
    : observed("balancer", id, "names", [spelling(address)], origin);
  const backends = isServices(topology, address) ? [] : apiServers(topology);
  const ports = [...new Set([...portsOf(topology, address), ...dialled])];
  return [
    ...(known === undefined ? [where, observed("balancer", id, "title", address, origin)] : []),
    observed("balancer", id, "model", model, origin),
    observed("balancer", id, "settings", settings, origin),
    ...(listeners.length > 0 ? [] : ports).flatMap((port) => {
      const listener = `${id}/${port}`;
      return [
        observed("listener", listener, "balancer", id, origin),
        observed("listener", listener, "port", port, origin),
        ...(backends.length === 0 ? [] : [observed("listener", listener, "backends", backends, origin)]),
      ];
    }),
  ];
}
