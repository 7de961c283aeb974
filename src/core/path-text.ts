export type Path = readonly (string | number)[];

/** `["masters", 1, "port"]` as `masters[1].port`; keys that are no plain words are quoted: `tags["a b"]`. */
export function pathText(path: Path): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else if (!/^[A-Za-z_$][\w$/-]*$/.test(part)) text += `[${JSON.stringify(part)}]`;
    else text += text === "" ? part : `.${part}`;
  }
  return text;
}

/** `masters[].port`: the same for every entry of a list. */
export const pathPattern = (path: Path): string =>
  pathText(path.map((part) => (typeof part === "number" ? 0 : part))).replaceAll("[0]", "[]");

/** The value at a path, looking only at own keys; undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const part of path) {
    if (at === null || typeof at !== "object" || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string | number, unknown>)[part];
  }
  return at;
}
