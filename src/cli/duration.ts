import { EXIT, SlbctlError } from "../core/error.ts";

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `90s`, `5m`, `1h30m` in milliseconds; a bare number is seconds. */
export function durationMs(text: string, flag: string): number {
  const parts = [...text.matchAll(/(\d+)(ms|s|m|h)/g)];
  const whole = parts.map(([part]) => part).join("") === text && text !== "";
  if (whole)
    return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ""] ?? 0), 0);
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  throw new SlbctlError("bad-duration", EXIT.usage, {
    en: `${flag} ${text}: expected a duration such as 90s, 5m or 1h30m`,
    zh: `${flag} ${text}：应为时长，例如 90s、5m 或 1h30m`,
  });
}
