import type { Severity } from "../core/finding.ts";
import type { Text } from "../core/text.ts";

export const SEVERITY: Readonly<Record<Severity, Text>> = {
  error: { en: "error", zh: "错误" },
  warning: { en: "warning", zh: "警告" },
  info: { en: "info", zh: "提示" },
};

/** The gravest first. */
export const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
