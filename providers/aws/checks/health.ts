import type { Spec, SpecIssue } from "../../../src/core/spec.ts";
import { outside, problem } from "./spec-problem.ts";

/** Codes that a network load balancer's matcher may name (Matcher, API 2015-12-01). */
const CODES = [200, 599] as const;

function codes({ healthCheck }: Spec): readonly SpecIssue[] {
  if (healthCheck.protocol === "tcp") return [];
  const good = healthCheck.codes.split(",").every((part) => {
    const [from = Number.NaN, to = from] = part.split("-").map(Number);
    return from >= CODES[0] && to <= CODES[1] && from <= to;
  });
  if (good) return [];
  return [
    problem(
      ["healthCheck", "codes"],
      healthCheck.codes,
      { en: "a Network Load Balancer takes no such status codes", zh: "NLB 不接受这样的状态码" },
      { en: "codes or ranges from 200 to 599", zh: "200 至 599 之间的状态码或区间" },
    ),
  ];
}

function timeout({ healthCheck }: Spec): readonly SpecIssue[] {
  const { protocol, timeoutSeconds, intervalSeconds } = healthCheck;
  const fits = protocol === "tcp" ? timeoutSeconds <= intervalSeconds : timeoutSeconds < intervalSeconds;
  if (fits) return [];
  return [
    problem(
      ["healthCheck", "timeoutSeconds"],
      timeoutSeconds,
      protocol === "tcp"
        ? {
            en: "the timeout must not be longer than the interval",
            zh: "超时不能长于检查间隔",
          }
        : {
            en: "the timeout of an HTTP or HTTPS check must be shorter than the interval",
            zh: "HTTP 或 HTTPS 检查的超时必须短于检查间隔",
          },
      protocol === "tcp"
        ? { en: `at most ${intervalSeconds}`, zh: `至多 ${intervalSeconds}` }
        : { en: `less than ${intervalSeconds}`, zh: `小于 ${intervalSeconds}` },
    ),
  ];
}

/** What a target group's health check can do. */
export function checkHealth(spec: Spec): readonly SpecIssue[] {
  const { intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold } = spec.healthCheck;
  const threshold = { en: "threshold", zh: "阈值" };
  return [
    ...codes(spec),
    ...outside(["healthCheck", "intervalSeconds"], intervalSeconds, [5, 300], {
      en: "interval (seconds)",
      zh: "检查间隔（秒）",
    }),
    ...outside(["healthCheck", "timeoutSeconds"], timeoutSeconds, [2, 120], {
      en: "timeout (seconds)",
      zh: "检查超时（秒）",
    }),
    ...timeout(spec),
    ...outside(["healthCheck", "healthyThreshold"], healthyThreshold, [2, 10], threshold),
    ...outside(["healthCheck", "unhealthyThreshold"], unhealthyThreshold, [2, 10], threshold),
  ];
}
