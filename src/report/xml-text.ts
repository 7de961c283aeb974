const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0, production 2, forbids these
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text for XML 1.0 and HTML, in content and attributes; characters that XML cannot hold become `?`. */
export const xmlText = (text: string): string =>
  text
    .replace(FORBIDDEN, "?")
    .replace(LONE_SURROGATE, "?")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
