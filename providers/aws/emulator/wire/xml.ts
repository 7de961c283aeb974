/** Values that can be written as XML. Undefined members are left out; lists become repeated items. */
export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
};

/** Everything outside XML 1.0's `Char` production; no escape exists for it, so it becomes U+FFFD. */
const isLegal = (code: number): boolean =>
  code === 0x9 ||
  code === 0xa ||
  code === 0xd ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  code >= 0x10000;

export const escapeXml = (text: string): string =>
  [...text]
    .map((character) =>
      isLegal(character.codePointAt(0) ?? 0) ? (ENTITIES[character] ?? character) : "\uFFFD",
    )
    .join("");

/** One element. `item` names the elements of lists: `member` in the Query protocol, `item` in EC2's. */
export function xmlElement(name: string, value: XmlValue, item: "member" | "item"): string {
  if (value === undefined) return "";
  if (Array.isArray(value))
    return wrap(name, value.map((each) => xmlElement(item, each as XmlValue, item)).join(""));
  if (typeof value === "object")
    return wrap(
      name,
      Object.entries(value)
        .map(([child, inner]) => xmlElement(child, inner, item))
        .join(""),
    );
  return wrap(name, escapeXml(String(value)));
}

const wrap = (name: string, content: string): string =>
  content === "" ? `<${name}/>` : `<${name}>${content}</${name}>`;
