/** Name of a resource inside one graph, e.g. `load-balancer` or `listener/6443`. Stable across runs. */
export type ResourceId = string;

/** A value that is known only after another resource exists, e.g. `{ $ref: "load-balancer", output: "id" }`. */
export interface Ref {
  readonly $ref: ResourceId;
  readonly output: string;
}

export type Value =
  | string
  | number
  | boolean
  | null
  | Ref
  | readonly Value[]
  | { readonly [key: string]: Value };

/** One thing at a provider, in the provider's own terms with all defaults filled in. */
export interface Resource {
  readonly id: ResourceId;
  /** A key of the provider's `kinds`. */
  readonly kind: string;
  readonly props: { readonly [key: string]: Value };
}

/** What is wanted: the spec in a provider's terms. References make it a graph; it has no cycles. */
export interface ResourceGraph {
  readonly provider: string;
  /** The spec's name, which is also the value of the ownership tag. */
  readonly name: string;
  readonly resources: readonly Resource[];
}

/** `ours` carries our tag for this name; `adoptable` has the name but no tag; `foreign` belongs to another tool. */
export type Ownership = "ours" | "adoptable" | "foreign";

export interface ObservedResource extends Resource {
  /** Physical names and whatever references may ask for: `id`, `address`, `arn`, `dnsName`, … */
  readonly outputs: Readonly<Record<string, string>>;
  readonly ownership: Ownership;
  /** Why it is foreign, e.g. the tag that says so. */
  readonly owner?: string;
}

/** Something that could not be read. Planning refuses on a gap: absence and ignorance must not be confused. */
export interface Gap {
  readonly kind: string;
  readonly reason: string;
}

export interface Observed {
  readonly resources: readonly ObservedResource[];
  readonly gaps: readonly Gap[];
}

export const isRef = (value: unknown): value is Ref =>
  typeof value === "object" && value !== null && "$ref" in value && "output" in value;

/** All references inside a value, in the order in which they stand. */
export function refsOf(value: Value): readonly Ref[] {
  if (isRef(value)) return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap((inner: Value) => refsOf(inner));
}
