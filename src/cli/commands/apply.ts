import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { EXIT, SlbctlError } from "../../core/error.ts";
import type { Plan } from "../../core/plan.ts";
import { observedDigest } from "../../plan/observed-digest.ts";
import { parsePlan } from "../../plan/parse-plan.ts";
import { applyReportJson } from "../../report/apply-json.ts";
import { planText } from "../../report/plan-text.ts";
import { applyStatus, carryOut } from "../carry-out.ts";
import type { Command } from "../command.ts";
import { confirm } from "../confirm.ts";
import type { Context } from "../context.ts";
import { human } from "../human.ts";
import { writeOutputs } from "../output.ts";
import { withSession } from "../session.ts";

async function readPlan(context: Context, path: string): Promise<Plan> {
  const full = resolve(context.io.cwd, path);
  const text = await readFile(full, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new SlbctlError("cannot-read", EXIT.usage, {
      en: `cannot read ${path}: ${error.code ?? error.message}`,
      zh: `无法读取 ${path}：${error.code ?? error.message}`,
    });
  });
  const parsed = parsePlan(text);
  if (parsed.ok) return parsed.value;
  const list = parsed.error.map((problem) => `\n  ${problem}`).join("");
  throw new SlbctlError("plan-invalid", EXIT.usage, {
    en: `${path} is not a plan of slbctl (expected what \`slbctl plan -o json\` writes):${list}`,
    zh: `${path} 不是 slbctl 的计划（应为 \`slbctl plan -o json\` 的输出）：${list}`,
  });
}

const stale = (): SlbctlError =>
  new SlbctlError(
    "stale-plan",
    EXIT.usage,
    {
      en: "the plan is stale: what exists is no longer what it was made from; nothing was changed",
      zh: "计划已过期：现状与制定计划时不同；未做任何改动",
    },
    { hint: { en: "make a new plan and review it", zh: "请重新生成计划并审阅" } },
  );

export const command: Command = {
  arguments: [
    {
      name: "<plan.json>",
      text: {
        en: "plan written by `slbctl plan -o json=FILE`",
        zh: "由 `slbctl plan -o json=文件` 写出的计划",
      },
    },
  ],
  options: [
    { flags: "--endpoint-url <url>", text: { en: "endpoint of the cloud API", zh: "云 API 端点" } },
    { flags: "-y, --yes", text: { en: "do not ask", zh: "不再询问" } },
  ],
  details: {
    en: "Reads the world again first and refuses (exit 2) when it has moved since the plan was made.",
    zh: "执行前会重新读取现状；若与制定计划时不同则拒绝（退出码 2）。",
  },
  examples: ["slbctl plan -f spec.yaml -o json=plan.json && slbctl apply plan.json --yes"],
  formats: ["text", "json"],
  async run(context, args, options) {
    const plan = await readPlan(context, args[0] ?? "");
    const target = {
      provider: plan.provider,
      region: plan.region,
      endpoint: options["endpointUrl"] as string | undefined,
    };
    return withSession(context, target, async (session) => {
      const { driver, connection, descriptor } = session;
      const observed = await driver.observe(connection, { name: plan.name });
      if (observed.gaps.length > 0 || observedDigest(observed) !== plan.observedDigest) throw stale();
      await human(context, planText(plan, descriptor.kinds, context.language));
      const question = { en: "apply this plan?", zh: "确认执行该计划？" };
      if (plan.steps.length > 0 && !(await confirm(context, question, options["yes"] === true)))
        return EXIT.findings;
      const report = await carryOut(context, session, plan);
      await writeOutputs(
        context.io,
        context.outputs.filter(({ format }) => format === "json"),
        () => JSON.stringify(applyReportJson(plan, report), null, 2),
      );
      return applyStatus(report);
    });
  },
};
