/** One decoded parameter, in the order of sending. */
export type Pair = readonly [name: string, value: string];

/** `+` is a space, as some SDKs send it; what is not decodable stays as it was sent. */
function decode(text: string): string {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** A query or a form body, taken apart. */
export const formPairs = (text: string): Pair[] =>
  text
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=");
      return at < 0 ? [decode(part), ""] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
    });

/** RFC 3986: everything but letters, digits and `-_.~` is escaped; lone surrogates become U+FFFD. */
export const percentEncode = (text: string): string =>
  encodeURIComponent(Buffer.from(text, "utf8").toString("utf8")).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** By code unit, as every SDK sorts. */
export const byName = ([a]: Pair, [b]: Pair): number => (a < b ? -1 : a > b ? 1 : 0);
