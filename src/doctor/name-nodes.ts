import type { Text } from "../core/text.ts";

/** So many are named; the rest is counted. */
export const SAMPLE = 5;

function listed(names: readonly string[], comma: string, and: string): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(comma)}${and}${last}`;
}

/** Nodes as a person lists them: "m1, m2 and m3", "m1, m2, m3, m4, m5 and 4995 more". */
function nodesInWords(nodes: readonly string[]): Text {
  const named = nodes.slice(0, SAMPLE);
  const more = nodes.length - named.length;
  return more > 0
    ? { en: `${named.join(", ")} and ${more} more`, zh: `${named.join("、")} 等 ${nodes.length} 个节点` }
    : { en: listed(named, ", ", " and "), zh: listed(named, "、", " 和 ") };
}

/** A client with its nodes: "kubelet on m1, m2 and m3". */
export function clientInWords(name: string, nodes: readonly string[]): Text {
  const words = nodesInWords(nodes);
  return { en: `${name} on ${words.en}`, zh: `${words.zh}${nodes.length > SAMPLE ? "" : " "}上的 ${name}` };
}
