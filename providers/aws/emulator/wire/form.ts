/** Parameters of the Query protocol as a tree: `Tags.member.1.Key=a` becomes Tags → member → 1 → Key. */
export interface FormNode {
  value?: string;
  readonly children: Map<string, FormNode>;
}

const emptyNode = (): FormNode => ({ children: new Map() });

/** Deepest path that is followed; the API's own shapes end at eight. */
const MAX_DEPTH = 16;

function decode(text: string): string {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** `a=1&b=2` as pairs, percent-decoded. A broken escape stays as it was sent. */
export function formPairs(text: string): [string, string][] {
  return text
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=");
      return at < 0 ? [decode(part), ""] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
    });
}

export function formTree(pairs: Iterable<readonly [string, string]>): FormNode {
  const root = emptyNode();
  for (const [path, value] of pairs) {
    let node = root;
    for (const step of path.split(".").slice(0, MAX_DEPTH)) {
      let next = node.children.get(step);
      if (next === undefined) {
        next = emptyNode();
        node.children.set(step, next);
      }
      node = next;
    }
    node.value = value;
  }
  return root;
}
