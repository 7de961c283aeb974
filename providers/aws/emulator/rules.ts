import { type Call, listener, operation, visible } from "./call.ts";
import { forwardXml } from "./forward-action.ts";
import { page, pageFields } from "./paging.ts";
import type { Listener } from "./state.ts";
import { invalid, Refusal } from "./wire/refusal.ts";
import { list, required, structure, text } from "./wire/shape.ts";
import type { XmlValue } from "./wire/xml.ts";

const ruleArn = ({ arn, ruleId }: Listener): string =>
  `${arn.replace(":listener/", ":listener-rule/")}/${ruleId}`;

const describeShape = structure({ ListenerArn: text(), RuleArns: list(required(text())), ...pageFields });

/** A listener of a network load balancer has one rule, the default one. */
function describe(input: Exclude<ReturnType<typeof describeShape.read>, undefined>, call: Call): XmlValue {
  const { ListenerArn: from, RuleArns: arns = [] } = input;
  if ((from === undefined) === (arns.length === 0))
    throw invalid("Either a listener ARN or rule ARNs must be specified, but not both");
  const all = visible(call.state.listeners, call);
  if (arns.some((arn) => !all.some((each) => ruleArn(each) === arn)))
    throw new Refusal("RuleNotFound", "One or more rules not found");
  const found =
    from === undefined ? all.filter((each) => arns.includes(ruleArn(each))) : [listener(from, call)];
  const { items, NextMarker } = page(found, ruleArn, input);
  return {
    Rules: items.map((each) => ({
      RuleArn: ruleArn(each),
      Priority: "default",
      Conditions: [],
      Actions: forwardXml(each.targetGroupArn),
      IsDefault: true,
    })),
    NextMarker,
  };
}

export const ruleOperations = { DescribeRules: operation("read", describeShape, describe) };
