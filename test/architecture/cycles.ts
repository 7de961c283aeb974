import type { Graph } from "./imports.ts";

/**
 * Circles of files that name each other, one per circle found, as `a -> b -> a`. Types count as well: two files that
 * need each other's types are one idea in two places.
 */
export function cycles(graph: Graph): readonly string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) found.push([...path.slice(at), file].join(" -> "));
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const { to } of graph.get(file) ?? []) if (graph.has(to)) visit(to);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return found;
}
