import { type Call, listenerAt, listenerNotFound, loadBalancer, type Operation, writes } from "./call.ts";
import { forgetAbsent } from "./health.ts";
import {
  changeSettings,
  checkSettings,
  createSettings,
  DEFAULTS,
  groupFor,
  overlaid,
} from "./listener-settings.ts";
import { type Input, integer, oneOf, required, text, together } from "./parameters.ts";
import type { ListenerSettings, LoadBalancer } from "./state.ts";
import { tags } from "./tags.ts";
import type { Fields } from "./wire/answer.ts";
import { Refusal } from "./wire/refusal.ts";

/** Listeners per load balancer (product quotas, 2026-11; older documents say 30). */
const MOST_LISTENERS = 50;

const LoadBalancerId = required(text());
const ListenerPort = required(integer(1, 65_535, { code: "InvalidParam.ListenerPort" }));

const createTable = {
  LoadBalancerId,
  ListenerPort,
  ...createSettings,
  Bandwidth: required(createSettings.Bandwidth),
  Tag: tags,
};

function create(input: Input<typeof createTable>, call: Call): Fields {
  const balancer = loadBalancer(input.LoadBalancerId, call);
  const serverGroupId = groupFor(input, balancer, call);
  if (serverGroupId === null)
    together("BackendServerPort", input.BackendServerPort, "no server group is given");
  if (balancer.listeners.some(({ port }) => port === input.ListenerPort))
    throw new Refusal("ListenerAlreadyExists", "A listener with the specified port already exists");
  if (balancer.listeners.length >= MOST_LISTENERS)
    throw new Refusal("ListenerNumberOverLimit", "The maximum number of listeners is exceeded.");
  const settings: ListenerSettings = {
    ...overlaid(DEFAULTS, { ...input, HealthCheckInterval: input.healthCheckInterval }),
    serverGroupId,
    backendServerPort: serverGroupId === null ? (input.BackendServerPort ?? null) : null,
  };
  checkSettings(settings, balancer, call);
  // The balancer of the first listener after the last one went is active again (not documented).
  if (balancer.listeners.length === 0) balancer.status = "active";
  balancer.listeners.push({
    port: input.ListenerPort,
    settings,
    startedAtMs: null,
    tags: input.Tag ?? {},
    health: {},
  });
  return {};
}

const changeTable = { LoadBalancerId, ListenerPort, ...changeSettings };
type Change = Input<typeof changeTable>;

/** Which group, or which port of the default group, a changed listener sends to. */
function destinationOf(
  input: Change,
  before: ListenerSettings,
  balancer: LoadBalancer,
  call: Call,
): Pick<ListenerSettings, "serverGroupId" | "backendServerPort"> {
  const { serverGroupId, backendServerPort } = before;
  if (input.VServerGroup === "on")
    if (input.VServerGroupId === undefined)
      throw new Refusal(
        "MissingParam.VServerGroupId",
        "VServerGroupId is required where VServerGroup is on.",
      );
  if (input.VServerGroup === "off") {
    together("BackendServerPort", backendServerPort ?? undefined, "the default server group is used");
    return { serverGroupId: null, backendServerPort };
  }
  // Without VServerGroup=on an id counts only where a group is in use already.
  if (input.VServerGroup === undefined && serverGroupId === null) return { serverGroupId, backendServerPort };
  return { serverGroupId: groupFor(input, balancer, call) ?? serverGroupId, backendServerPort };
}

const isHash = ({ scheduler }: ListenerSettings): boolean => scheduler === "sch" || scheduler === "tch";

function change(input: Change, call: Call): Fields {
  const { balancer, listener } = listenerAt(input.LoadBalancerId, input.ListenerPort, call);
  const { settings: before } = listener;
  const after = { ...overlaid(before, input), ...destinationOf(input, before, balancer, call) };
  if (isHash(before) !== isHash(after))
    throw new Refusal("UnsupportedOperation", "The Scheduler cannot change between round robin and hashing.");
  checkSettings(after, balancer, call);
  listener.settings = after;
  if (after.healthCheck === "off") listener.health = {};
  forgetAbsent(call.state, balancer);
  return {};
}

const oneTable = {
  LoadBalancerId,
  ListenerPort,
  ListenerProtocol: oneOf(["tcp", "udp", "http", "https"]),
};

/** Only TCP listeners exist here, so that any other protocol finds none. */
function found(input: Input<typeof oneTable>, call: Call) {
  const pair = listenerAt(input.LoadBalancerId, input.ListenerPort, call);
  if (input.ListenerProtocol !== undefined && input.ListenerProtocol !== "tcp") throw listenerNotFound();
  return pair;
}

function remove(input: Input<typeof oneTable>, call: Call): Fields {
  const { balancer, listener } = found(input, call);
  balancer.listeners = balancer.listeners.filter((each) => each !== listener);
  if (balancer.listeners.length === 0) balancer.status = "inactive";
  return {};
}

export const listenerOperations: Readonly<Record<string, Operation>> = {
  /** A new listener is stopped. */
  CreateLoadBalancerTCPListener: writes("anywhere", createTable, create),
  SetLoadBalancerTCPListenerAttribute: writes("anywhere", changeTable, change),
  /** Of one that runs already nothing is documented: it goes on. */
  StartLoadBalancerListener: writes("anywhere", oneTable, (input, call) => {
    found(input, call).listener.startedAtMs ??= call.now;
    return {};
  }),
  StopLoadBalancerListener: writes("anywhere", oneTable, (input, call) => {
    const { listener } = found(input, call);
    listener.startedAtMs = null;
    listener.health = {};
    return {};
  }),
  DeleteLoadBalancerListener: writes("in-region", oneTable, remove),
};
