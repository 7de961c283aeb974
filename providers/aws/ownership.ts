import { OWNER_TAG } from "../../src/core/provider.ts";
import type { Ownership } from "../../src/core/resource.ts";

export type Tags = Readonly<Record<string, string>>;

export interface Owned {
  readonly ownership: Ownership;
  readonly owner?: string;
}

/**
 * Tags of what belongs to a Kubernetes controller: the AWS Load Balancer Controller (elbv2.k8s.aws/cluster,
 * ingress.k8s.aws/…, service.k8s.aws/…), the in-tree and external cloud provider (kubernetes.io/…).
 */
const FOREIGN =
  /^(elbv2\.k8s\.aws\/cluster|kubernetes\.io\/cluster\/.+|kubernetes\.io\/service-name|ingress\.k8s\.aws\/.+|service\.k8s\.aws\/.+)$/;

/** The first tag that marks a resource of a Kubernetes controller. */
export const controllerTag = (keys: readonly string[]): string | undefined =>
  keys.find((key) => FOREIGN.test(key));

/** Whose a load balancer or target group is that has the wanted name, which is unique in an account and region. */
export function ownershipOf(wanted: string, tags: Tags): Owned {
  const owner = tags[OWNER_TAG];
  const controller = controllerTag(Object.keys(tags));
  if (controller !== undefined) return { ownership: "foreign", owner: `tag ${controller}` };
  if (owner === wanted) return { ownership: "ours" };
  if (owner !== undefined) return { ownership: "foreign", owner: `${OWNER_TAG}=${owner}` };
  return { ownership: "adoptable" };
}
