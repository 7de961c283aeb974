import type { Spec, SpecIssue } from "../../../src/core/spec.ts";
import { outside } from "./spec-problem.ts";

/** Timeouts of the listener and of the target group. */
export const checkListener = (spec: Spec): readonly SpecIssue[] => [
  ...outside(["idleTimeoutSeconds"], spec.idleTimeoutSeconds, [60, 6000], {
    en: "idle timeout (seconds; tcp.idle_timeout.seconds)",
    zh: "空闲超时（秒；tcp.idle_timeout.seconds）",
  }),
  ...outside(["drainSeconds"], spec.drainSeconds, [0, 3600], {
    en: "draining time (seconds; deregistration_delay.timeout_seconds)",
    zh: "取消注册延迟（秒；deregistration_delay.timeout_seconds）",
  }),
];
