import type { Path } from "../core/path-text.ts";

const MAX_CHARACTERS = 60;
const HIDDEN = "(hidden)";

/** Names under which people keep secrets; their values are never shown. */
const SECRET_NAME = /secret|passw|token|credential|access_?key|private_?key/i;
/** Key ids as both clouds write them; the secret often stands beside one. */
const SECRET_VALUE = /\b(?:LTAI|AKIA|ASIA|STS\.)[A-Za-z0-9]{8,}/;

export function shorten(text: string, maxCharacters = MAX_CHARACTERS): string {
  const characters = [...text.slice(0, 2 * maxCharacters + 2)];
  return characters.length <= maxCharacters ? text : `${characters.slice(0, maxCharacters - 3).join("")}...`;
}

const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) =>
    character === "\n"
      ? "\\n"
      : character === "\t"
        ? "\\t"
        : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const isSecretPath = (path: Path): boolean =>
  path.some((part) => typeof part === "string" && SECRET_NAME.test(part));

/** What a user wrote, for a message: one line, shortened, without secrets. Undefined where nothing stands. */
export function showValue(value: unknown, path: Path): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (isSecretPath(path)) return HIDDEN;
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${value.length}]`;
  if (typeof value === "object") {
    const keys = Object.keys(value);
    return keys.length === 0 ? "{}" : printable(shorten(`{${keys.slice(0, 8).join(", ")}}`));
  }
  const text = typeof value === "string" ? JSON.stringify(shorten(value)) : String(value);
  return SECRET_VALUE.test(text) ? HIDDEN : printable(text);
}

/** A line of the file as it may be shown beside a message: what follows a secret's name is blanked out. */
export function showLine(line: string): string {
  const secret = new RegExp(`(${SECRET_NAME.source})[\\w-]*["']?\\s*[:=]`, "i").exec(line);
  const shown = secret === null ? line : `${line.slice(0, secret.index + secret[0].length)} ${HIDDEN}`;
  return shown.replaceAll(new RegExp(SECRET_VALUE, "g"), HIDDEN);
}
