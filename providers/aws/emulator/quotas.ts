import { operation } from "./call.ts";
import { page, pageFields } from "./paging.ts";
import { structure } from "./wire/shape.ts";

/** Default quotas of a region, NLB user guide of 2023 (aws-nlb facts, checked 2026-11-23). */
export const QUOTA = {
  loadBalancers: 50,
  listenersPerLoadBalancer: 50,
  targetGroups: 3000,
  targetsPerTargetGroup: 1000,
  targetsPerZone: 500,
} as const;

const LIMITS: readonly (readonly [name: string, max: number])[] = [
  ["target-groups", QUOTA.targetGroups],
  ["targets-per-target-group", QUOTA.targetsPerTargetGroup],
  ["network-load-balancers", QUOTA.loadBalancers],
  ["listeners-per-network-load-balancer", QUOTA.listenersPerLoadBalancer],
  ["target-groups-per-action-on-network-load-balancer", 1],
  ["targets-per-availability-zone-per-network-load-balancer", QUOTA.targetsPerZone],
];

export const quotaOperations = {
  DescribeAccountLimits: operation("read", structure(pageFields), (input) => {
    const { items, NextMarker } = page(LIMITS, ([name]) => name, input);
    return { Limits: items.map(([Name, Max]) => ({ Name, Max })), NextMarker };
  }),
};
