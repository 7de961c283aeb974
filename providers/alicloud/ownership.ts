import { OWNER_TAG } from "../../src/core/provider.ts";
import type { Ownership } from "../../src/core/resource.ts";

/**
 * Tags of balancers that belong to a Kubernetes controller: cloud-provider-alibaba-cloud's own and adopted ones, and
 * the API server balancer of an ACK cluster (kubernetes/cloud-provider-alibaba-cloud@eeb0ddc, 2026-11).
 */
export const FOREIGN_TAGS: readonly string[] = [
  "kubernetes.do.not.delete",
  "kubernetes.reused.by.user",
  "ack.aliyun.com",
];

/** On the load balancer: an access list of ours exists or is about to; without it none is looked for. */
export const ACCESS_LIST_TAG = "slbctl/access-list";

/** On the listener: whether its HTTP check asks slbctl's health shim (`shim`) or something else (`direct`). */
export const HEALTH_TAG = "slbctl/health-check";

export type Tags = Readonly<Record<string, string>>;

/** Name of whatever belongs to the balancer and has to be found by name: vServer group, access list. */
export const ownName = (name: string): string => `slbctl-${name}`;

/**
 * Whose a load balancer is that carries these tags and this name; undefined when it is no concern of `wanted`.
 * CLB names are not unique, so a name alone never makes anything ours.
 */
export function ownershipOf(
  wanted: string,
  name: string,
  tags: Tags,
): { readonly ownership: Ownership; readonly owner?: string } | undefined {
  const owner = tags[OWNER_TAG];
  if (owner !== wanted && name !== wanted) return undefined;
  const controller = FOREIGN_TAGS.find((key) => key in tags);
  if (controller !== undefined) return { ownership: "foreign", owner: `tag ${controller}` };
  if (owner === wanted) return { ownership: "ours" };
  if (owner !== undefined) return { ownership: "foreign", owner: `${OWNER_TAG}=${owner}` };
  return { ownership: "adoptable" };
}
