import { call } from "./call.ts";
import type { Connection } from "./connection.ts";
import { describeLoadBalancerListeners } from "./operations/listeners.ts";
import type { ListenerProps } from "./props.ts";
import { listenerPropsOf } from "./read-listener.ts";

/** The TCP listener on this port; undefined where there is none. The list is asked, for it says so without an error. */
export async function readListener(
  connection: Connection,
  loadBalancerId: string,
  port: number,
): Promise<ListenerProps | undefined> {
  const { Listeners } = await call(connection, describeLoadBalancerListeners, {
    LoadBalancerId: [loadBalancerId],
    ListenerPort: port,
    MaxResults: 100,
  });
  const answer = Listeners.find(
    ({ ListenerPort, ListenerProtocol }) => ListenerPort === port && ListenerProtocol === "tcp",
  );
  return answer && listenerPropsOf(loadBalancerId, answer);
}
