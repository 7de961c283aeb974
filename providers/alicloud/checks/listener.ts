import type { Spec, SpecIssue } from "../../../src/core/spec.ts";
import { outside, problem } from "./spec-problem.ts";

/** Timeouts of the listener and who may use it. */
export function checkListener(spec: Spec): readonly SpecIssue[] {
  const idle = spec.idleTimeoutSeconds;
  const drain = spec.drainSeconds;
  const entries = spec.accessList?.entries ?? [];
  return [
    ...(idle === undefined
      ? []
      : outside(["idleTimeoutSeconds"], idle, [10, 900], {
          en: "idle timeout (seconds; EstablishedTimeout)",
          zh: "空闲超时（秒；EstablishedTimeout）",
        })),
    ...(drain === undefined || drain === 0
      ? []
      : outside(["drainSeconds"], drain, [10, 900], {
          en: "draining time (seconds; 0 switches it off)",
          zh: "连接优雅中断时间（秒；0 表示关闭）",
        })),
    ...entries.flatMap((entry, index) =>
      entry.includes(":")
        ? [
            problem(
              ["accessList", "entries", index],
              entry,
              {
                en: "the access list of an IPv4 CLB takes IPv4 ranges only",
                zh: "IPv4 CLB 的访问控制列表只接受 IPv4 网段",
              },
              { en: "an IPv4 range, e.g. 10.0.0.0/8", zh: "IPv4 网段，例如 10.0.0.0/8" },
            ),
          ]
        : [],
    ),
  ];
}
