import type { Language } from "../core/text.ts";

/** The catalog for a language tag or locale name (`zh-CN`, `zh_TW.UTF-8`, `en_GB`, `C`); undefined for other languages. */
export function parseLanguage(tag: string): Language | undefined {
  const primary = tag
    .trim()
    .toLowerCase()
    .split(/[-_.@]/)[0];
  if (primary === "zh") return "zh";
  return primary === "en" || primary === "c" || primary === "posix" ? "en" : undefined;
}

/**
 * The language to speak: `--lang`, SLBCTL_LANG, then the locale in POSIX order (LC_ALL, LC_MESSAGES, LANG; an empty
 * variable counts as unset). The first that is set decides; a language without a catalog is answered in English.
 */
export function chooseLanguage(
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Language {
  const wishes = [flag, env["SLBCTL_LANG"], env["LC_ALL"], env["LC_MESSAGES"], env["LANG"]];
  const wish = wishes.find((value) => value !== undefined && value.trim() !== "");
  return (wish === undefined ? undefined : parseLanguage(wish)) ?? "en";
}
