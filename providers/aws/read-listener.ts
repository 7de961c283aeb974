import type { Listener } from "@aws-sdk/client-elastic-load-balancing-v2";

/** The one target group that a listener forwards to; it may stand in either of two places, or in both. */
export function forwardsTo({ DefaultActions = [] }: Listener): string | undefined {
  const [action] = DefaultActions;
  return action?.TargetGroupArn ?? action?.ForwardConfig?.TargetGroups?.[0]?.TargetGroupArn;
}
