/**
 * The exports of a CommonJS package that was imported: Node puts them all under `default`, a bundler may not, and
 * TypeScript describes neither. `T` is the type of the package's own exports.
 */
export function commonJsExports<T>(module: T): T {
  const inner = (module as { readonly default?: unknown }).default;
  return typeof inner === "object" && inner !== null && "default" in inner ? (inner as T) : module;
}
