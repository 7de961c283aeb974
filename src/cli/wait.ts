import { EXIT, SlbctlError } from "../core/error.ts";
import type { BalancerStatus } from "../core/provider.ts";
import type { Text } from "../core/text.ts";
import { failingLines, isActive, isHealthy, statusLine, unhealthyLines } from "../report/status-text.ts";
import { type Context, notice } from "./context.ts";
import { pause } from "./pause.ts";
import { type Progress, progress } from "./progress.ts";
import type { Session } from "./session.ts";

export type WaitGoal = "none" | "active" | "healthy";

const reached = (goal: WaitGoal, status: BalancerStatus): boolean =>
  goal === "none" || (goal === "active" ? isActive(status) : isHealthy(status));

/** Refuses, before anything is done, to wait for what can never come. */
export function checkGoal(goal: WaitGoal, { probes }: Pick<Session, "probes">): void {
  if (goal !== "healthy" || probes) return;
  throw new SlbctlError(
    "not-probed",
    EXIT.usage,
    {
      en: "--wait healthy: without a running `slbctl emulate` nobody makes health checks, so no backend can become healthy",
      zh: "--wait healthy：没有运行中的 `slbctl emulate` 就没有健康检查，后端不可能变为健康",
    },
    {
      hint: {
        en: "run `slbctl emulate` on the same --state-dir first, or use --wait active",
        zh: "请先在同一 --state-dir 上运行 `slbctl emulate`，或使用 --wait active",
      },
    },
  );
}

const UNPROBED: Text = {
  en: "nobody makes health checks here: this emulation answers the API only. Run `slbctl emulate` on the same --state-dir to have backends checked",
  zh: "此处没有健康检查：当前模拟仅应答 API。请在同一 --state-dir 上运行 `slbctl emulate`，后端才会被检查",
};

/** Says why no backend is healthy where none can be. */
export async function noteUnprobed(
  context: Context,
  { probes }: Pick<Session, "probes">,
  status: BalancerStatus,
): Promise<void> {
  if (!probes && status.phase !== "absent" && !isHealthy(status)) await notice(context, UNPROBED);
}

/** Each backend's trouble once, when it appears; the wait itself stays one line. */
function tellNew(told: Set<string>, lines: readonly Text[], line: Progress): void {
  for (const text of lines) {
    if (!told.has(text.en)) line.keep(text);
    told.add(text.en);
  }
}

/**
 * Polls until the goal is reached. Gives up early on a state that can never lead there, and at the deadline with what
 * was still missing. Delay grows from 0.3 s to 5 s, so an emulator answers at once and a cloud is not pestered.
 */
export async function waitFor(
  context: Context,
  goal: WaitGoal,
  timeoutMs: number,
  read: () => Promise<BalancerStatus>,
): Promise<BalancerStatus> {
  const deadline = Date.now() + timeoutMs;
  const line = progress(context);
  const told = new Set<string>();
  try {
    for (let delayMs = 300; ; delayMs = Math.min(5000, delayMs * 1.5)) {
      const status = await read();
      if (reached(goal, status)) return status;
      if (status.phase === "failed" || status.phase === "absent")
        throw new SlbctlError("balancer-failed", EXIT.incomplete, {
          en: `the load balancer is ${status.phase}${status.reason ? `: ${status.reason.en}` : ""}; waiting longer would not help`,
          zh: `负载均衡器状态为 ${status.phase}${status.reason ? `：${status.reason.zh}` : ""}；继续等待没有意义`,
        });
      const now = statusLine(status);
      if (Date.now() + delayMs > deadline)
        throw new SlbctlError(
          "wait-timeout",
          EXIT.incomplete,
          {
            en: [
              `not ${goal} after ${Math.round(timeoutMs / 1000)} s: ${now.en}`,
              ...unhealthyLines(status, "en"),
            ].join("\n  "),
            zh: [
              `等待 ${Math.round(timeoutMs / 1000)} 秒后仍未达到 ${goal}：${now.zh}`,
              ...unhealthyLines(status, "zh"),
            ].join("\n  "),
          },
          {
            hint: {
              en: "nothing has to be undone: run the same command again, or look at `slbctl status`",
              zh: "无需回退：再次运行同一命令，或用 `slbctl status` 查看",
            },
          },
        );
      if (goal === "healthy") tellNew(told, failingLines(status), line);
      line.show({ en: `waiting: ${now.en}`, zh: `等待中：${now.zh}` });
      await pause(delayMs, context.signal);
    }
  } finally {
    line.clear();
  }
}
