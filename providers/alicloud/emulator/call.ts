import type { EmulatorContext } from "../../../src/emulator/types.ts";
import {
  type Given,
  type Input,
  type Parameter,
  readTable,
  required,
  type Table,
  text,
} from "./parameters.ts";
import type { AccessList, Listener, LoadBalancer, ServerGroup, State } from "./state.ts";
import type { Fields } from "./wire/answer.ts";
import { Refusal } from "./wire/refusal.ts";

/** One request whose signature was checked. */
export interface Call extends EmulatorContext<State> {
  /** Empty where the request named none. */
  readonly region: string;
  readonly given: Given;
}

/** One operation of the API: whether it writes, whether it insists on a region, and what it does. */
export interface Operation {
  readonly write: boolean;
  readonly region: Parameter<string | undefined>;
  readonly run: (call: Call) => Fields;
}

const NAMED = text();
const MUST_BE_NAMED = required(NAMED);

/** `in-region`: the request has to name its region. */
const operation =
  (write: boolean) =>
  <T extends Table>(
    region: "in-region" | "anywhere",
    table: T,
    run: (input: Input<T>, call: Call) => Fields,
  ): Operation => ({
    write,
    region: region === "in-region" ? MUST_BE_NAMED : NAMED,
    run: (call) => run(readTable(table, call.given), call),
  });

export const reads = operation(false);
export const writes = operation(true);

/** Whether the request may see a resource: one that names no region sees all. */
export const inRegion = ({ region }: { readonly region: string }, call: Call): boolean =>
  call.region === "" || region === call.region;

export function loadBalancer(id: string, call: Call): LoadBalancer {
  const found = call.state.loadBalancers.find((each) => each.id === id && inRegion(each, call));
  if (found !== undefined) return found;
  throw new Refusal("InvalidLoadBalancerId.NotFound", "The specified LoadBalancerId does not exist.", 404);
}

export function serverGroup(id: string, call: Call): ServerGroup {
  const found = call.state.serverGroups.find((each) => each.id === id && inRegion(each, call));
  if (found !== undefined) return found;
  throw new Refusal("InvalidParameter", "The specified VServerGroupId does not exist.", 404);
}

export function accessList(id: string, call: Call): AccessList {
  const found = call.state.accessLists.find((each) => each.id === id && inRegion(each, call));
  if (found !== undefined) return found;
  throw new Refusal("AclNotExist", "The specified acl does not exist.");
}

export interface FoundListener {
  readonly balancer: LoadBalancer;
  readonly listener: Listener;
}

export const listenerNotFound = (): Refusal =>
  new Refusal(
    "ListenerNotFound",
    "You have not created a listener for the specified port of the load balancer.",
    404,
  );

export function listenerAt(id: string, port: number, call: Call, absent = listenerNotFound): FoundListener {
  const balancer = loadBalancer(id, call);
  const listener = balancer.listeners.find((each) => each.port === port);
  if (listener === undefined) throw absent();
  return { balancer, listener };
}

/** The listeners that send to a vServer group. */
export const listenersOfGroup = ({ id, loadBalancerId }: ServerGroup, { state }: Call): readonly Listener[] =>
  state.loadBalancers
    .filter((balancer) => balancer.id === loadBalancerId)
    .flatMap(({ listeners }) => listeners.filter(({ settings }) => settings.serverGroupId === id));

/** Times as the API writes them. */
export const apiTime = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
