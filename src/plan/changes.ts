import { stableJson } from "../core/json.ts";
import type { Change } from "../core/plan.ts";
import { isRef, type Value } from "../core/resource.ts";

type Props = { readonly [key: string]: Value };

const isMap = (value: Value | undefined): value is Props =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isRef(value);

/** `null` in a wish means "not set", so it equals absence. */
const same = (wish: Value | undefined, found: Value | undefined): boolean =>
  stableJson(wish ?? null) === stableJson(found ?? null);

/**
 * What has to change so that `found` meets the wish. Maps are compared key by key of the wish; in maps whose path is
 * in `exact`, keys that are found but not wished for are changes too. Everything else is compared as a whole.
 */
export function changesBetween(
  wish: Props,
  found: Props,
  exact: readonly string[],
  prefix = "",
): readonly Change[] {
  const path = (key: string) => (prefix === "" ? key : `${prefix}.${key}`);
  const wished = Object.keys(wish)
    .sort()
    .flatMap((key): readonly Change[] => {
      const to = wish[key];
      const from = found[key];
      if (isMap(to) && isMap(from)) return changesBetween(to, from, exact, path(key));
      return same(to, from) ? [] : [{ path: path(key), from, to }];
    });
  if (!exact.includes(prefix)) return wished;
  const surplus = Object.keys(found).filter((key) => !(key in wish));
  return [...wished, ...surplus.sort().map((key) => ({ path: path(key), from: found[key], to: undefined }))];
}
