import type { Path } from "../core/path-text.ts";
import type { Range, YamlNode } from "./yaml-tree.ts";

/**
 * Place of the value at a path, or of its key. What is missing is shown at the beginning of the innermost mapping or
 * list that exists, which is where it has to be added.
 */
export function findRange(root: YamlNode, path: Path, key = false): Range {
  let range = root.range;
  let node: YamlNode | undefined = root;
  for (const [index, part] of path.entries()) {
    const entry: { keyRange: Range; node: YamlNode } | undefined =
      typeof part === "string" ? node.entries.get(part) : undefined;
    const child: YamlNode | undefined = typeof part === "number" ? node.items[part] : entry?.node;
    if (child === undefined) break;
    range = key && entry !== undefined && index === path.length - 1 ? entry.keyRange : child.range;
    node = child;
  }
  return range;
}

/** The node at a path, if the document has one. */
export function findNode(root: YamlNode, path: Path): YamlNode | undefined {
  let node: YamlNode | undefined = root;
  for (const part of path)
    node = typeof part === "number" ? node?.items[part] : node?.entries.get(part)?.node;
  return node;
}
