import type { Change } from "../core/plan.ts";
import type { KindDescription } from "../core/provider.ts";
import { type ObservedResource, type Resource, type ResourceId, refsOf } from "../core/resource.ts";
import type { Text } from "../core/text.ts";
import { changesBetween } from "./changes.ts";

/** What has to happen to one resource. `replace` keeps the reasons, one per immutable difference or replaced dependency. */
export type Difference =
  | { readonly action: "create"; readonly wish: Resource }
  | {
      readonly action: "update";
      readonly wish: Resource;
      readonly found: ObservedResource;
      readonly changes: readonly Change[];
    }
  | {
      readonly action: "replace";
      readonly wish: Resource;
      readonly found: ObservedResource;
      readonly because: readonly { readonly path: string; readonly reason: Text }[];
    }
  | { readonly action: "delete"; readonly found: ObservedResource };

type Kinds = Readonly<Record<string, KindDescription>>;

const isUnder = (path: string, root: string): boolean => path === root || path.startsWith(`${root}.`);

function compare(wish: Resource, found: ObservedResource, kinds: Kinds): Difference | undefined {
  const kind = kinds[wish.kind];
  const changes = changesBetween(wish.props, found.props, kind?.exact ?? []);
  const because = changes.flatMap(({ path }) =>
    Object.entries(kind?.immutable ?? {})
      .filter(([root]) => isUnder(path, root))
      .map(([, reason]) => ({ path, reason })),
  );
  if (because.length > 0) return { action: "replace", wish, found, because };
  return changes.length > 0 ? { action: "update", wish, found, changes } : undefined;
}

const dependsOn = (resource: Resource, ids: ReadonlySet<ResourceId>): ResourceId | undefined =>
  refsOf(resource.props).find((ref) => ids.has(ref.$ref))?.$ref;

/** A replaced resource takes everything that refers to it along: the reference would point at what is gone. */
function spreadReplacement(
  differences: readonly Difference[],
  wishes: readonly Resource[],
  observed: ReadonlyMap<ResourceId, ObservedResource>,
): readonly Difference[] {
  const replaced = new Set(differences.flatMap((d) => (d.action === "replace" ? [d.wish.id] : [])));
  const spread = new Map<ResourceId, Difference>();
  for (let before = -1; before !== replaced.size; ) {
    before = replaced.size;
    for (const wish of wishes) {
      const found = observed.get(wish.id);
      const cause = dependsOn(wish, replaced);
      if (found === undefined || cause === undefined || replaced.has(wish.id)) continue;
      const reason = { en: `${cause} is replaced`, zh: `${cause} 将被替换` };
      spread.set(wish.id, { action: "replace", wish, found, because: [{ path: "", reason }] });
      replaced.add(wish.id);
    }
  }
  const kept = differences.filter((d) => d.action === "delete" || !spread.has(d.wish.id));
  return [...kept, ...spread.values()];
}

/** Everything that separates the wish from what was observed. Pure; nothing when they already agree. */
export function diff(
  wishes: readonly Resource[],
  observed: readonly ObservedResource[],
  kinds: Kinds,
): readonly Difference[] {
  const found = new Map(observed.map((resource) => [resource.id, resource]));
  const wanted = new Set(wishes.map((wish) => wish.id));
  const wished = wishes.flatMap((wish): readonly Difference[] => {
    const existing = found.get(wish.id);
    if (existing === undefined) return [{ action: "create", wish }];
    const difference = compare(wish, existing, kinds);
    return difference === undefined ? [] : [difference];
  });
  const surplus = observed.filter((resource) => !wanted.has(resource.id));
  return [
    ...spreadReplacement(wished, wishes, found),
    ...surplus.map((resource): Difference => ({ action: "delete", found: resource })),
  ];
}
