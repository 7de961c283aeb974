import { invalid, Refusal } from "./wire/refusal.ts";
import { flag, integer, list, oneOf, required, structure, text } from "./wire/shape.ts";
import type { XmlValue } from "./wire/xml.ts";

/** Actions of a listener; a network load balancer has exactly one, and it forwards. */
export const actionList = list(
  required(
    structure({
      Type: required(
        oneOf(
          "forward",
          "authenticate-oidc",
          "authenticate-cognito",
          "redirect",
          "fixed-response",
          "jwt-validation",
        ),
      ),
      TargetGroupArn: text(),
      Order: integer(1, 50_000),
      ForwardConfig: structure({
        TargetGroups: list(required(structure({ TargetGroupArn: text(), Weight: integer(0, 999) }))),
        TargetGroupStickinessConfig: structure({ Enabled: flag(), DurationSeconds: integer(1, 604_800) }),
      }),
    }),
  ),
);

type Actions = Exclude<ReturnType<typeof actionList.read>, undefined>;

/** ARN of the one group that the actions forward to. */
export function forwardTarget(actions: Actions): string {
  const [action, ...others] = actions;
  if (action === undefined) throw invalid("A default action must be specified");
  if (others.length > 0)
    throw new Refusal(
      "TooManyActions",
      "A listener of a network load balancer has exactly one default action",
    );
  if (action.Type !== "forward")
    throw new Refusal(
      "InvalidLoadBalancerAction",
      `The action type '${action.Type}' is not valid for load balancers of type 'network'`,
    );
  const groups = action.ForwardConfig?.TargetGroups ?? [];
  if (groups.length > 1)
    throw new Refusal(
      "InvalidLoadBalancerAction",
      "This emulator knows one target group per action for load balancers of type 'network'",
    );
  const listed = groups[0]?.TargetGroupArn;
  const direct = action.TargetGroupArn;
  if (direct !== undefined && listed !== undefined && direct !== listed)
    throw invalid(
      "If you specify both ForwardConfig and TargetGroupArn, they must name the same target group",
    );
  const arn = direct ?? listed;
  if (arn === undefined) throw invalid("A target group ARN must be specified");
  return arn;
}

/** Descriptions carry the group twice, as an ARN and as a forward configuration. */
export const forwardXml = (targetGroupArn: string): XmlValue => [
  {
    Type: "forward",
    TargetGroupArn: targetGroupArn,
    Order: 1,
    ForwardConfig: {
      TargetGroups: [{ TargetGroupArn: targetGroupArn, Weight: 1 }],
      TargetGroupStickinessConfig: { Enabled: false },
    },
  },
];
