import * as z from "zod/mini";
import type { Resource } from "../../src/core/resource.ts";

/**
 * Properties of the four kinds in CLB's terms, as a driver gets them: defaults filled in, references resolved.
 * Quantities carry their unit; everything else is named as in the API, in camel case.
 */
const tags = z.record(z.string(), z.string());

export const loadBalancerProps = z.object({
  name: z.string(),
  addressType: z.enum(["intranet", "internet"]),
  ipVersion: z.enum(["ipv4", "ipv6"]),
  chargeType: z.string(),
  vSwitchId: z.optional(z.string()),
  vpcId: z.optional(z.string()),
  address: z.optional(z.string()),
  masterZoneId: z.optional(z.string()),
  slaveZoneId: z.optional(z.string()),
  resourceGroupId: z.optional(z.string()),
  deleteProtection: z.enum(["on", "off"]),
  modificationProtection: z.enum(["NonProtection", "ConsoleProtection"]),
  /** `active`, `inactive` or `locked`. One that is inactive for want of listeners counts as active. */
  status: z.string(),
  tags,
});

const server = z.object({ weight: z.int(), description: z.optional(z.string()) });

/** The default server group; `servers` by instance id. */
export const backendsProps = z.object({ loadBalancerId: z.string(), servers: z.record(z.string(), server) });

/** A vServer group; `servers` by `<instance id>:<port>`. */
export const serverGroupProps = z.object({
  loadBalancerId: z.string(),
  name: z.string(),
  servers: z.record(z.string(), server),
  tags,
});

/** An access list; `entries` by address range, with their comment. */
export const accessListProps = z.object({
  loadBalancerId: z.string(),
  name: z.string(),
  ipVersion: z.enum(["ipv4", "ipv6"]),
  entries: z.record(z.string(), z.string()),
});

export const listenerProps = z.object({
  loadBalancerId: z.string(),
  protocol: z.literal("tcp"),
  port: z.int(),
  /** Default server group only. */
  backendServerPort: z.optional(z.int()),
  /** vServer group only. */
  vServerGroupId: z.optional(z.string()),
  /** The scheduler's family; CLB refuses to change from one to the other. */
  scheduling: z.enum(["round-robin", "hash"]),
  scheduler: z.enum(["wrr", "rr", "sch", "tch"]),
  /** -1 is no cap of its own. */
  bandwidthMbps: z.int(),
  /** 0 is off. */
  persistenceTimeoutSeconds: z.int(),
  establishedTimeoutSeconds: z.int(),
  /** 0 is off. */
  connectionDrainSeconds: z.int(),
  proxyProtocolV2: z.boolean(),
  acl: z.object({ type: z.enum(["off", "white", "black"]), id: z.nullish(z.string()) }),
  healthCheck: z.object({
    switch: z.enum(["on", "off"]),
    type: z.string(),
    /** null probes each backend's own port. */
    connectPort: z.nullish(z.int()),
    connectTimeoutSeconds: z.int(),
    intervalSeconds: z.int(),
    healthyThreshold: z.int(),
    unhealthyThreshold: z.int(),
    uri: z.optional(z.string()),
    httpCode: z.optional(z.string()),
  }),
  /** `running` or `stopped`; a passing state counts as what it leads to. */
  status: z.string(),
  tags,
});

export type LoadBalancerProps = z.infer<typeof loadBalancerProps>;
export type BackendsProps = z.infer<typeof backendsProps>;
export type ListenerProps = z.infer<typeof listenerProps>;

/** Props for a resource. Their optional keys are absent, never undefined, which the types cannot say. */
export const asProps = (props: object): Resource["props"] => props as Resource["props"];
