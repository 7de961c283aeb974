import { accessListOperations } from "./access-lists.ts";
import { backendOperations } from "./backends.ts";
import type { Operation } from "./call.ts";
import { listenerReadOperations } from "./listener-reads.ts";
import { listenerOperations } from "./listeners.ts";
import { loadBalancerReadOperations } from "./load-balancer-reads.ts";
import { loadBalancerSettingOperations } from "./load-balancer-settings.ts";
import { loadBalancerOperations } from "./load-balancers.ts";
import { lookupOperations } from "./lookups.ts";
import { serverGroupReadOperations } from "./server-group-reads.ts";
import { serverGroupOperations } from "./server-groups.ts";
import { tagOperations } from "./tag-operations.ts";

/** Every operation that the emulator answers. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  ...loadBalancerOperations,
  ...loadBalancerReadOperations,
  ...loadBalancerSettingOperations,
  ...listenerOperations,
  ...listenerReadOperations,
  ...backendOperations,
  ...serverGroupOperations,
  ...serverGroupReadOperations,
  ...tagOperations,
  ...accessListOperations,
  ...lookupOperations,
};
