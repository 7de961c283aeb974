import type { Operation } from "./call.ts";
import { ec2Operations } from "./ec2.ts";
import { listenerOperations } from "./listeners.ts";
import { loadBalancerSettingOperations } from "./load-balancer-settings.ts";
import { loadBalancerOperations } from "./load-balancers.ts";
import { quotaOperations } from "./quotas.ts";
import { ruleOperations } from "./rules.ts";
import { stsOperations } from "./sts.ts";
import { tagOperations } from "./tags.ts";
import { targetGroupOperations } from "./target-groups.ts";
import { targetOperations } from "./targets.ts";
import type { Api } from "./wire/answer.ts";

/** Every operation that the emulator answers, by API. */
export const OPERATIONS: Readonly<Record<Api["id"], Readonly<Record<string, Operation>>>> = {
  elbv2: {
    ...loadBalancerOperations,
    ...loadBalancerSettingOperations,
    ...targetGroupOperations,
    ...targetOperations,
    ...listenerOperations,
    ...ruleOperations,
    ...tagOperations,
    ...quotaOperations,
  },
  sts: stsOperations,
  ec2: ec2Operations,
};
