import { type Resource, type ResourceId, refsOf } from "../core/resource.ts";

/**
 * Resources so that each comes after what it refers to; ties keep the given order, so equal input gives equal output.
 * A cycle is a defect of the provider that compiled the graph.
 */
export function inReferenceOrder<T extends Pick<Resource, "id" | "props">>(
  resources: readonly T[],
): readonly T[] {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const done = new Set<ResourceId>();
  const open = new Set<ResourceId>();
  const ordered: T[] = [];
  const visit = (resource: T): void => {
    if (done.has(resource.id)) return;
    if (open.has(resource.id)) throw new Error(`resource graph has a cycle through ${resource.id}`);
    open.add(resource.id);
    for (const { $ref } of refsOf(resource.props)) {
      const target = byId.get($ref);
      if (target !== undefined) visit(target);
    }
    open.delete(resource.id);
    done.add(resource.id);
    ordered.push(resource);
  };
  for (const resource of resources) visit(resource);
  return ordered;
}
