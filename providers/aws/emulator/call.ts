import type { EmulatorContext } from "../../../src/emulator/types.ts";
import type { Listener, LoadBalancer, State, TargetGroup } from "./state.ts";
import { Refusal } from "./wire/refusal.ts";
import type { Shape } from "./wire/shape.ts";
import type { XmlValue } from "./wire/xml.ts";

/** One request whose signature was checked. */
export interface Call extends EmulatorContext<State> {
  readonly region: string;
  /** Whether this operation reads from the replicas that learn of new resources late. */
  readonly eventual: boolean;
}

/** One operation of the API: its parameters, whether it writes, and what it does. */
export interface Operation {
  readonly parameters: Shape<unknown>;
  readonly write: boolean;
  readonly run: (input: never, call: Call) => XmlValue;
}

export const operation = <P>(
  kind: "read" | "write",
  parameters: Shape<P | undefined>,
  run: (input: P, call: Call) => XmlValue,
): Operation => ({ parameters, write: kind === "write", run });

interface Created {
  readonly region: string;
  readonly createdAtMs: number;
}

/** Resources of the request's region that this request is able to see, oldest first. */
export function visible<R extends Created>(resources: readonly R[], call: Call): R[] {
  const until = call.eventual ? call.now - call.state.settings.consistencyDelayMs : call.now;
  return resources.filter(({ region, createdAtMs }) => region === call.region && createdAtMs <= until);
}

function find<R extends Created & { arn: string }>(
  resources: readonly R[],
  arn: string,
  call: Call,
  code: string,
  what: string,
): R {
  const found = visible(resources, call).find((resource) => resource.arn === arn);
  if (found === undefined) throw new Refusal(code, `One or more ${what} not found`);
  return found;
}

export const loadBalancer = (arn: string, call: Call): LoadBalancer =>
  find(call.state.loadBalancers, arn, call, "LoadBalancerNotFound", "load balancers");

export const targetGroup = (arn: string, call: Call): TargetGroup =>
  find(call.state.targetGroups, arn, call, "TargetGroupNotFound", "target groups");

export const listener = (arn: string, call: Call): Listener =>
  find(call.state.listeners, arn, call, "ListenerNotFound", "listeners");

/** Listeners that forward to a target group. */
export const listenersOf = (state: State, group: TargetGroup): Listener[] =>
  state.listeners.filter(({ targetGroupArn }) => targetGroupArn === group.arn);

/** Load balancers that a target group is attached to (at most one). */
export const balancersOf = (state: State, group: TargetGroup): LoadBalancer[] => {
  const arns = new Set(listenersOf(state, group).map(({ loadBalancerArn }) => loadBalancerArn));
  return state.loadBalancers.filter(({ arn }) => arns.has(arn));
};
