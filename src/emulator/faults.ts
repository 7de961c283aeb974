import { EXIT, SlbctlError } from "../core/error.ts";
import { nearest } from "../core/nearest.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Text } from "../core/text.ts";
import { FAULT_KINDS, type FaultKind, type FaultRule, type NumberRange } from "./fault-plan.ts";

/** Longest delay; beyond it every client has long given up. */
const MAX_LATENCY_MS = 600_000;
const MAX_LENGTH = 2000;

const isKind = (word: string): word is FaultKind => (FAULT_KINDS as readonly string[]).includes(word);

function parseKind(word: string): Result<FaultKind, Text> {
  if (isKind(word)) return ok(word);
  const meant = nearest(word, FAULT_KINDS);
  const known = FAULT_KINDS.join(", ");
  return err({
    en: `unknown fault ${JSON.stringify(word)}${meant === undefined ? "" : ` (did you mean ${meant}?)`}; known are ${known}`,
    zh: `未知故障 ${JSON.stringify(word)}${meant === undefined ? "" : `（是否为 ${meant}？）`}；可用的有 ${known}`,
  });
}

/** `3`, `2-4` or `*`. */
function parseRange(text: string, what: Text): Result<NumberRange, Text> {
  if (text === "*") return ok([1, Number.POSITIVE_INFINITY]);
  const [, first, last = first] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (from >= 1 && to >= from) return ok([from, to]);
  return err({
    en: `${JSON.stringify(text)} is no ${what.en}: expected a number from 1, a range such as 2-4, or *`,
    zh: `${JSON.stringify(text)} 不是有效的${what.zh}：应为从 1 开始的数字、2-4 这样的范围或 *`,
  });
}

function parseLatency(kind: FaultKind, text: string | undefined): Result<{ latencyMs?: number }, Text> {
  if (kind !== "latency")
    return text === undefined
      ? ok({})
      : err({
          en: `${kind} takes no "=${text}"; only latency does`,
          zh: `${kind} 不接受“=${text}”；仅 latency 可以`,
        });
  const latencyMs = /^\d{1,7}$/.test(text ?? "") ? Number(text) : Number.NaN;
  if (latencyMs >= 1 && latencyMs <= MAX_LATENCY_MS) return ok({ latencyMs });
  return err({
    en: `latency needs milliseconds from 1 to ${MAX_LATENCY_MS}, e.g. latency=500@*`,
    zh: `latency 需要 1 至 ${MAX_LATENCY_MS} 的毫秒数，例如 latency=500@*`,
  });
}

function parsePercent(text: string | undefined): Result<{ percent?: number }, Text> {
  if (text === undefined) return ok({});
  const percent = /^\d{1,3}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  if (percent > 0 && percent <= 100) return ok({ percent });
  return err({
    en: `"%${text}" is no share: expected a percentage above 0 and up to 100, e.g. throttle%20`,
    zh: `“%${text}”不是有效的比例：应为大于 0 且不超过 100 的百分数，例如 throttle%20`,
  });
}

type Target = Pick<FaultRule, "requests" | "action" | "occurrences">;

function parseTarget(
  target: string | undefined,
  times: string | undefined,
  always: boolean,
): Result<Target, Text> {
  if (target !== undefined && /^[A-Za-z][A-Za-z0-9]{0,99}$/.test(target)) {
    if (times === undefined) return ok(always ? { action: target } : { action: target, occurrences: [1, 1] });
    const range = parseRange(times, { en: "count of times", zh: "次数" });
    return range.ok ? ok({ action: target, occurrences: range.value }) : range;
  }
  if (times !== undefined)
    return err({
      en: `"#${times}" has to follow the name of an operation, e.g. @CreateLoadBalancer#2`,
      zh: `“#${times}”必须跟在操作名之后，例如 @CreateLoadBalancer#2`,
    });
  if (target === undefined)
    return always
      ? ok({})
      : err({
          en: "says not when: expected @3 (request number), @CreateLoadBalancer (operation), @* (always) or %20 (share)",
          zh: "未说明何时发生：应为 @3（请求序号）、@CreateLoadBalancer（操作）、@*（总是）或 %20（比例）",
        });
  if (target === "*") return ok({});
  const range = parseRange(target, { en: "request number or operation", zh: "请求序号或操作名" });
  return range.ok ? ok({ requests: range.value }) : range;
}

function parseFault(text: string): Result<FaultRule, readonly Text[]> {
  const [, word = "", ms, share, target, times] =
    /^([^=%@#]*)(?:=([^%@#]*))?(?:%([^@#]*))?(?:@([^#]*))?(?:#(.*))?$/s.exec(text) ?? [];
  const kind = parseKind(word);
  const parts = [
    ...(kind.ok ? [parseLatency(kind.value, ms)] : []),
    parsePercent(share),
    parseTarget(target, times, share !== undefined),
  ];
  const problems = [kind, ...parts].flatMap((part) => (part.ok ? [] : [part.error]));
  if (!kind.ok || problems.length > 0) return err(problems);
  return ok(Object.assign({ kind: kind.value }, ...parts.map((part) => (part.ok ? part.value : {}))));
}

/**
 * Reads `KIND[=MS][%SHARE][@WHERE[#TIMES]]`, several separated by commas: `throttle@3`, `cut@2-4`, `throttle%20`,
 * `lost-response@CreateLoadBalancer#2`, `latency=500@*`. An operation without `#` is hit the first time only, with
 * `#*` every time.
 */
export function parseFaults(text: string): readonly FaultRule[] {
  const outcomes = text
    .slice(0, MAX_LENGTH + 1)
    .split(",")
    .map((part) => ({ part: part.trim(), result: parseFault(part.trim()) }));
  const problems = outcomes.flatMap(({ part, result }) =>
    result.ok ? [] : result.error.map((problem) => ({ part: JSON.stringify(part.slice(0, 60)), problem })),
  );
  if (text.length <= MAX_LENGTH && problems.length === 0)
    return outcomes.flatMap(({ result }) => (result.ok ? [result.value] : []));
  const shown = problems.slice(0, 10);
  throw new SlbctlError("fault-invalid", EXIT.usage, {
    en: `bad fault: ${shown.map(({ part, problem }) => `${part}: ${problem.en}`).join("; ") || "the text is too long"}`,
    zh: `故障写法有误：${shown.map(({ part, problem }) => `${part}：${problem.zh}`).join("；") || "文本过长"}`,
  });
}
