import type { Listener } from "@aws-sdk/client-elastic-load-balancing-v2";
import { call } from "./call.ts";
import type { Connection } from "./connection.ts";

/** The one target group that a listener forwards to; it may stand in either of two places, or in both. */
export function forwardsTo({ DefaultActions = [] }: Listener): string | undefined {
  const [action] = DefaultActions;
  return action?.TargetGroupArn ?? action?.ForwardConfig?.TargetGroups?.[0]?.TargetGroupArn;
}

/** All listeners of a load balancer: the quota of 50 can be raised, and how many a page holds is the server's choice. */
export async function listenersOf(
  connection: Connection,
  LoadBalancerArn: string,
): Promise<readonly Listener[]> {
  const all: Listener[] = [];
  for (let Marker: string | undefined; ; ) {
    const { Listeners = [], NextMarker } = await call(connection, "DescribeListeners", {
      LoadBalancerArn,
      ...(Marker === undefined ? {} : { Marker }),
    });
    all.push(...Listeners);
    // An answer that leads back to the same page would be asked for forever.
    if (NextMarker === undefined || NextMarker === "" || NextMarker === Marker) return all;
    Marker = NextMarker;
  }
}
