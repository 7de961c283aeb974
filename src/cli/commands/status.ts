import { EXIT } from "../../core/error.ts";
import { statusJson } from "../../report/status-json.ts";
import { isHealthy, statusText } from "../../report/status-text.ts";
import type { Command } from "../command.ts";
import { durationMs } from "../duration.ts";
import { writeOutputs } from "../output.ts";
import { withSession } from "../session.ts";
import { TARGET_OPTIONS, targetOf } from "../target-options.ts";
import { checkGoal, noteUnprobed, type WaitGoal, waitFor } from "../wait.ts";

export const command: Command = {
  arguments: [{ name: "[name]", text: { en: "name of the load balancer", zh: "负载均衡器名称" } }],
  options: [
    ...TARGET_OPTIONS,
    {
      flags: "--wait <goal>",
      text: {
        en: "wait until the load balancer is active, or all backends are healthy",
        zh: "等待负载均衡器可用，或全部后端健康",
      },
      choices: ["none", "active", "healthy"],
      shownDefault: "none",
    },
    {
      flags: "--timeout <duration>",
      text: { en: "how long to wait", zh: "最长等待时间" },
      shownDefault: "5m",
    },
  ],
  details: {
    en: "Exit status 0 when every backend is healthy, 1 when not.",
    zh: "全部后端健康时退出码为 0，否则为 1。",
  },
  examples: [
    "slbctl status prod-api --provider alicloud --region cn-hangzhou",
    "slbctl status -f spec.yaml --wait healthy --timeout 10m",
    "slbctl status -f spec.yaml -o json",
  ],
  formats: ["text", "json"],
  async run(context, args, options) {
    const target = await targetOf(context, args, options);
    const goal = (options["wait"] as WaitGoal | undefined) ?? "none";
    const timeoutMs = durationMs((options["timeout"] as string | undefined) ?? "5m", "--timeout");
    const status = await withSession(context, target, async (session) => {
      const { driver, connection } = session;
      checkGoal(goal, session);
      const observed = await driver.observe(connection, { name: target.name });
      const read = () => driver.status(connection, observed);
      const status = await (goal === "none" ? read() : waitFor(context, goal, timeoutMs, read));
      await noteUnprobed(context, session, status);
      return status;
    });
    await writeOutputs(context.io, context.outputs, (format) =>
      format === "json"
        ? JSON.stringify(statusJson(target.name, status), null, 2)
        : statusText(target.name, status, context.language),
    );
    return isHealthy(status) || (goal === "active" && status.phase === "active") ? EXIT.fine : EXIT.findings;
  },
};
