import type { Language } from "../core/text.ts";

// Intl is kept off the path of short commands: its first use costs 13 ms and more (measured 2026-11-23 on Node 20).

/** English needs two forms of a noun, Chinese one: `plural(3, "master", "masters")` is `3 masters`. */
export const plural = (count: number, one: string, many: string): string =>
  `${formatInteger(count)} ${Math.abs(count) === 1 ? one : many}`;

/** `1234567` as `1,234,567`; both languages group by three. */
export function formatInteger(value: number): string {
  const digits = String(Math.abs(Math.trunc(value)));
  const grouped = digits.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return value <= -1 ? `-${grouped}` : grouped;
}

/** A share of 0 to 1 as a percentage with at most one decimal: `33.3%`, `50%`. Never 0% or 100% for what is neither. */
export function formatPercent(share: number): string {
  const rounded = Math.round(share * 1000) / 10;
  if (share > 0 && rounded === 0) return "<0.1%";
  if (share < 1 && rounded === 100) return ">99.9%";
  return `${rounded}%`;
}

/** A duration as people say it: `850 ms`, `4.2 s`, `2 min 5 s`, `1 h 10 min`. */
export function formatDuration(milliseconds: number, language: Language): string {
  const zh = language === "zh";
  const [ms, s, min, h] = zh ? ["毫秒", "秒", "分", "小时"] : ["ms", "s", "min", "h"];
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ${ms}`;
  const tenths = Math.round(milliseconds / 100);
  if (tenths < 100) return `${tenths / 10} ${s}`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} ${s}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60)
    return seconds % 60 === 0 ? `${minutes} ${min}` : `${minutes} ${min} ${seconds % 60} ${s}`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} ${h}` : `${hours} ${h} ${minutes % 60} ${min}`;
}

/** `a, b and c`, in Chinese `a、b 和 c`. */
export function formatList(items: readonly string[], language: Language, word: "and" | "or" = "and"): string {
  const [comma, joint] = language === "zh" ? ["、", word === "and" ? " 和 " : " 或 "] : [", ", ` ${word} `];
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(comma)}${joint}${items.at(-1)}`;
}
