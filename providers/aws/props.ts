import * as z from "zod/mini";
import type { Resource } from "../../src/core/resource.ts";

/**
 * Properties of the four kinds in NLB's terms, as a driver gets them: defaults filled in, references resolved.
 * Attributes keep the API's own names; quantities of ours carry their unit.
 */
const tags = z.record(z.string(), z.string());
const attributes = z.record(z.string(), z.string());

export const loadBalancerProps = z.object({
  name: z.string(),
  type: z.string(),
  scheme: z.enum(["internal", "internet-facing"]),
  ipAddressType: z.string(),
  vpcId: z.optional(z.string()),
  /** By subnet id; the address only where it was chosen. */
  subnets: z.record(z.string(), z.object({ address: z.optional(z.string()) })),
  /** By subnet id, as far as known. */
  zones: z.optional(z.record(z.string(), z.string())),
  /** NLB can neither gain its first nor lose its last security group. */
  hasSecurityGroups: z.boolean(),
  securityGroups: z.array(z.string()),
  attributes,
  tags,
});

export const targetGroupProps = z.object({
  name: z.string(),
  protocol: z.string(),
  vpcId: z.optional(z.string()),
  targetType: z.string(),
  ipAddressType: z.string(),
  healthCheck: z.object({
    protocol: z.string(),
    /** A number, or `traffic-port`. */
    port: z.string(),
    intervalSeconds: z.int(),
    timeoutSeconds: z.int(),
    healthyThreshold: z.int(),
    unhealthyThreshold: z.int(),
    /** HTTP and HTTPS only. */
    path: z.optional(z.string()),
    matcher: z.optional(z.string()),
  }),
  attributes,
  tags,
});

/** Targets by `<address or instance id>:<port>`. */
export const targetsProps = z.object({
  targetGroupArn: z.string(),
  targets: z.record(z.string(), z.object({ zone: z.optional(z.string()) })),
});

export const listenerProps = z.object({
  loadBalancerArn: z.string(),
  port: z.int(),
  protocol: z.string(),
  targetGroupArn: z.string(),
  attributes,
  tags,
});

export type LoadBalancerProps = z.infer<typeof loadBalancerProps>;
export type TargetGroupProps = z.infer<typeof targetGroupProps>;
export type TargetsProps = z.infer<typeof targetsProps>;

/** `10.0.0.11:6443` or `i-0abc:6443` in its two halves; only IPv4 addresses and instance ids occur. */
export function splitTarget(key: string): { readonly id: string; readonly port: number } {
  const at = key.lastIndexOf(":");
  return { id: key.slice(0, at), port: Number(key.slice(at + 1)) };
}

/** Props for a resource. Their optional keys are absent, never undefined, which the types cannot say. */
export const asProps = (props: object): Resource["props"] =>
  Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as Resource["props"];
