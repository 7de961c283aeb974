import type { CreateStep, DeleteStep, UpdateStep } from "../../src/core/plan.ts";
import { type Attributes, beyondDefaults, LISTENER_DEFAULTS, toList } from "./attributes.ts";
import { call, callOrFind, orAbsent } from "./call.ts";
import { changedEntries, concerns } from "./changed.ts";
import type { Connection } from "./connection.ts";
import { malformed } from "./faults.ts";
import { listenerProps } from "./props.ts";
import { forwardsTo, listenersOf } from "./read-listener.ts";

type Outputs = Readonly<Record<string, string>>;

const forward = (TargetGroupArn: string) => [{ Type: "forward" as const, TargetGroupArn }];

async function setAttributes(connection: Connection, ListenerArn: string, wish: Attributes): Promise<void> {
  if (Object.keys(wish).length === 0) return;
  await call(connection, "ModifyListenerAttributes", { ListenerArn, Attributes: toList(wish) });
}

/** A listener needs no active load balancer, so nothing is waited for. */
export async function create(connection: Connection, step: CreateStep): Promise<Outputs> {
  const props = listenerProps.parse(step.props);
  const LoadBalancerArn = props.loadBalancerArn;
  const made = await callOrFind(
    connection,
    async () => {
      const { Listeners } = await call(connection, "CreateListener", {
        LoadBalancerArn,
        Protocol: "TCP",
        Port: props.port,
        DefaultActions: forward(props.targetGroupArn),
        Tags: toList(props.tags),
      });
      const [listener] = Listeners ?? [];
      if (listener?.ListenerArn === undefined) throw malformed("CreateListener", "ListenerArn");
      return listener;
    },
    async () => {
      const listeners = await listenersOf(connection, LoadBalancerArn);
      return listeners.find((each) => each.Port === props.port && forwardsTo(each) === props.targetGroupArn);
    },
  );
  const arn = made.ListenerArn ?? "";
  connection.created.add(arn);
  await setAttributes(connection, arn, beyondDefaults(props.attributes, LISTENER_DEFAULTS));
  return { id: arn };
}

export async function update(connection: Connection, step: UpdateStep): Promise<Outputs> {
  const props = listenerProps.parse(step.props);
  const ListenerArn = step.outputs["id"] ?? "";
  const tags = changedEntries(step, "tags", props.tags);
  if (Object.keys(tags).length > 0)
    await call(connection, "AddTags", { ResourceArns: [ListenerArn], Tags: toList(tags) });
  if (concerns(step, "protocol") || concerns(step, "targetGroupArn"))
    await call(connection, "ModifyListener", {
      ListenerArn,
      Protocol: "TCP",
      Port: props.port,
      DefaultActions: forward(props.targetGroupArn),
    });
  await setAttributes(connection, ListenerArn, changedEntries(step, "attributes", props.attributes));
  return step.outputs;
}

export async function remove(connection: Connection, step: DeleteStep): Promise<Outputs> {
  await orAbsent(call(connection, "DeleteListener", { ListenerArn: step.outputs["id"] ?? "" }));
  return {};
}
