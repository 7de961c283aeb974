import { posix } from "node:path";
import { parseSync, Visitor } from "oxc-parser";

/** How one file names another: loaded with it, loaded when needed, or only for its types. */
export interface Import {
  readonly to: string;
  readonly kind: "static" | "dynamic" | "type";
}

/** Path, relative to the repository and with slashes, to source text. */
export type Sources = ReadonlyMap<string, string>;

const resolved = (from: string, to: string): string =>
  to.startsWith(".") ? posix.join(posix.dirname(from), to) : to;

/**
 * Everything that a file imports, re-exports, imports when needed or takes types from. An `import(…)` of anything but a
 * literal is named `(computed)`, since nobody can tell where it leads.
 */
function importsOf(path: string, source: string): readonly Import[] {
  const { module, program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const found: Import[] = [];
  for (const { moduleRequest, entries } of module.staticImports) {
    const onlyTypes = entries.length > 0 && entries.every(({ isType }) => isType);
    found.push({ to: resolved(path, moduleRequest.value), kind: onlyTypes ? "type" : "static" });
  }
  for (const { moduleRequest, isType } of module.staticExports.flatMap(({ entries }) => entries))
    if (moduleRequest !== null)
      found.push({ to: resolved(path, moduleRequest.value), kind: isType ? "type" : "static" });
  new Visitor({
    ImportExpression({ source: named }) {
      const literal = named.type === "Literal" && typeof named.value === "string" ? named.value : undefined;
      found.push({ to: literal === undefined ? "(computed)" : resolved(path, literal), kind: "dynamic" });
    },
    TSImportType({ source: named }) {
      found.push({ to: resolved(path, named.value), kind: "type" });
    },
  }).visit(program);
  return found;
}

export type Graph = ReadonlyMap<string, readonly Import[]>;

export const graphOf = (sources: Sources): Graph =>
  new Map([...sources].map(([path, source]) => [path, importsOf(path, source)]));

/** Everything that is loaded with a file, itself included: files and packages, each with the file that names it. */
export function loadedWith(graph: Graph, start: string): ReadonlyMap<string, string> {
  const seen = new Map([[start, start]]);
  for (const [path] of seen)
    for (const { to, kind } of graph.get(path) ?? [])
      if (kind === "static" && !seen.has(to)) seen.set(to, path);
  return seen;
}
