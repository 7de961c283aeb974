import { EXIT } from "../../core/error.ts";
import type { ObservedResource } from "../../core/resource.ts";
import type { Language } from "../../core/text.ts";
import { applyReportJson } from "../../report/apply-json.ts";
import { planText } from "../../report/plan-text.ts";
import { applyStatus, carryOut } from "../carry-out.ts";
import type { Command } from "../command.ts";
import { confirm } from "../confirm.ts";
import { notice } from "../context.ts";
import { human } from "../human.ts";
import { writeOutputs } from "../output.ts";
import { planInSession } from "../plan-session.ts";
import { withSession } from "../session.ts";
import { TARGET_OPTIONS, targetOf } from "../target-options.ts";

/** What the cloud deletes together with its container. */
function goesAlong(resources: readonly ObservedResource[], language: Language): string {
  const ids = resources.map(({ id }) => id);
  return language === "zh"
    ? `\n  随之删除：${ids.join("、")}\n`
    : `\n  deleted along with it: ${ids.join(", ")}\n`;
}

export const command: Command = {
  arguments: [{ name: "[name]", text: { en: "name of the load balancer", zh: "负载均衡器名称" } }],
  options: [
    ...TARGET_OPTIONS,
    { flags: "-y, --yes", text: { en: "do not ask", zh: "不再询问" } },
    { flags: "--dry-run", text: { en: "show the plan only", zh: "仅展示计划" } },
  ],
  details: {
    en: "Removes what carries the tag slbctl/name=<name>, also what an interrupted run left behind. Deletion protection is honoured: switch it off in the spec first.",
    zh: "删除带有标签 slbctl/name=<名称> 的资源，包括上次中断遗留的部分。遵守删除保护：请先在配置中关闭。",
  },
  examples: [
    "slbctl delete prod-api --provider aws --region eu-central-1",
    "slbctl delete -f spec.yaml --dry-run",
  ],
  formats: ["text", "json"],
  async run(context, args, options) {
    const target = await targetOf(context, args, options);
    return withSession(context, target, async (session) => {
      const flags = { adopt: false, replace: false };
      const request = { name: target.name, region: target.region, intent: "delete" as const };
      const { plan, observed } = await planInSession(session, request, [], flags);
      for (const { id, outputs, ownership } of observed.resources)
        if (ownership !== "ours")
          await notice(context, {
            en: `left alone: ${id} ${outputs["id"] ?? ""} (not tagged slbctl/name=${target.name})`,
            zh: `保持不动：${id} ${outputs["id"] ?? ""}（没有标签 slbctl/name=${target.name}）`,
          });
      await human(context, planText(plan, session.descriptor.kinds, context.language));
      const taken = observed.resources.filter(
        ({ id, ownership }) => ownership === "ours" && !plan.steps.some((step) => step.id === id),
      );
      if (taken.length > 0) await human(context, goesAlong(taken, context.language));
      const idle = plan.steps.length === 0 || options["dryRun"] === true;
      const question = { en: "delete these?", zh: "确认删除以上资源？" };
      if (!idle && !(await confirm(context, question, options["yes"] === true))) return EXIT.findings;
      const report = idle ? undefined : await carryOut(context, session, plan);
      await writeOutputs(
        context.io,
        context.outputs.filter(({ format }) => format === "json"),
        () => JSON.stringify(applyReportJson(plan, report), null, 2),
      );
      return report === undefined ? EXIT.fine : applyStatus(report);
    });
  },
};
