import { isRef, type ResourceId, type Value } from "../core/resource.ts";

export type Outputs = Readonly<Record<string, string>>;

/**
 * A value with every reference replaced by the output it names. A missing output is a defect: order and drivers
 * guarantee that what is referred to was done before.
 */
function resolveRefs(value: Value, outputs: ReadonlyMap<ResourceId, Outputs>): Value {
  if (isRef(value)) {
    const found = outputs.get(value.$ref)?.[value.output];
    if (found === undefined) throw new Error(`no output "${value.output}" of ${value.$ref}`);
    return found;
  }
  if (Array.isArray(value)) return value.map((inner: Value) => resolveRefs(inner, outputs));
  if (value === null || typeof value !== "object") return value;
  return resolveProps(value as { readonly [key: string]: Value }, outputs);
}

export function resolveProps(
  props: { readonly [key: string]: Value },
  outputs: ReadonlyMap<ResourceId, Outputs>,
): { readonly [key: string]: Value } {
  return Object.fromEntries(Object.entries(props).map(([key, inner]) => [key, resolveRefs(inner, outputs)]));
}
