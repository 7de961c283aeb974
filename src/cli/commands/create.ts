import { EXIT } from "../../core/error.ts";
import type { Diagnosis } from "../../core/finding.ts";
import type { BalancerStatus } from "../../core/provider.ts";
import type { ResourceGraph } from "../../core/resource.ts";
import type { Spec } from "../../core/spec.ts";
import type { ApplyReport } from "../../plan/apply-plan.ts";
import { createReportJson } from "../../report/create-json.ts";
import { diagnosisBrief } from "../../report/diagnosis-brief.ts";
import { planText } from "../../report/plan-text.ts";
import { isHealthy, statusText } from "../../report/status-text.ts";
import { bootstrapText } from "../bootstrap.ts";
import { applyStatus, carryOut } from "../carry-out.ts";
import type { Command, Options } from "../command.ts";
import { compileSpec } from "../compile-spec.ts";
import { confirm } from "../confirm.ts";
import { type Context, notice } from "../context.ts";
import { durationMs } from "../duration.ts";
import { type Emitted, emitCompanions } from "../emit.ts";
import { healthShimOf } from "../health-shim-of.ts";
import { human } from "../human.ts";
import { judgeSpec } from "../judge.ts";
import { loadSpec, SPEC_OPTIONS } from "../load-spec.ts";
import { writeOutputs } from "../output.ts";
import { PLAN_FLAGS } from "../plan-flags.ts";
import { planInSession } from "../plan-session.ts";
import { type Session, withSession } from "../session.ts";
import { checkGoal, noteUnprobed, type WaitGoal, waitFor } from "../wait.ts";

interface Wish {
  readonly spec: Spec;
  readonly graph: ResourceGraph;
  readonly diagnosis: Diagnosis;
  readonly shimPort: number | undefined;
  readonly emitted: Emitted | undefined;
}

async function createIn(context: Context, session: Session, wish: Wish, options: Options): Promise<number> {
  const { driver, connection, descriptor } = session;
  const { spec, graph, diagnosis, shimPort, emitted } = wish;
  const { language } = context;
  const goal = (options["wait"] as WaitGoal | undefined) ?? "active";
  checkGoal(goal, session);
  const timeoutMs = durationMs((options["timeout"] as string | undefined) ?? "10m", "--timeout");
  const request = { name: spec.name, region: spec.region, intent: "create" as const };
  const flags = { adopt: options["adopt"] === true, replace: options["replace"] === true };
  const { plan, observed: before } = await planInSession(session, request, graph.resources, flags);
  const finish = (report?: ApplyReport, status?: BalancerStatus): Promise<void> =>
    writeOutputs(
      context.io,
      context.outputs.filter(({ format }) => format === "json"),
      () =>
        JSON.stringify(
          createReportJson({ name: spec.name, plan, report, status, diagnosis, emitted }),
          null,
          2,
        ),
    );
  const isIdle = plan.steps.length === 0;
  await human(context, planText(plan, descriptor.kinds, language));
  if (!isIdle) for (const text of descriptor.notices?.(spec) ?? []) await notice(context, text);
  if (options["dryRun"] === true) {
    await human(context, diagnosisBrief(diagnosis, language));
    await finish();
    return EXIT.fine;
  }
  const question = { en: "apply this plan?", zh: "确认执行该计划？" };
  if (!isIdle && !(await confirm(context, question, options["yes"] === true))) return EXIT.findings;
  const report = await carryOut(context, session, plan);
  if (report.failed !== undefined || report.interrupted) {
    await finish(report);
    return applyStatus(report);
  }
  const observed = isIdle ? before : await driver.observe(connection, { name: spec.name });
  const status = await waitFor(context, goal, timeoutMs, () => driver.status(connection, observed));
  await human(context, `\n${statusText(spec.name, status, language)}`);
  if (!isIdle || !isHealthy(status))
    await human(context, bootstrapText({ spec, status, diagnosis, shimPort, emitted }, language));
  const brief = diagnosisBrief(diagnosis, language);
  if (brief !== "") await human(context, `\n${brief}`);
  await noteUnprobed(context, session, status);
  await finish(report, status);
  return EXIT.fine;
}

export const command: Command = {
  options: [
    ...SPEC_OPTIONS,
    ...PLAN_FLAGS,
    { flags: "-y, --yes", text: { en: "do not ask", zh: "不再询问" } },
    { flags: "--dry-run", text: { en: "show the plan only", zh: "仅展示计划" } },
    {
      flags: "--wait <goal>",
      text: { en: "what to wait for", zh: "等待的目标状态" },
      choices: ["none", "active", "healthy"],
      shownDefault: "active",
    },
    {
      flags: "--timeout <duration>",
      text: { en: "how long to wait", zh: "最长等待时间" },
      shownDefault: "10m",
    },
    {
      flags: "--emit <dir>",
      text: {
        en: "also write companions, such as the health shim for each master",
        zh: "同时写出配套文件，例如各 master 的健康检查 shim",
      },
    },
  ],
  details: {
    en: "Meant to be run before `kubeadm init`: masters that do not answer yet are no error. Running it again changes nothing when nothing differs, and goes on where an interrupted run stopped.",
    zh: "应在 `kubeadm init` 之前运行：master 尚未应答不算错误。再次运行时若无差异则不做任何改动；若上次被中断则从中断处继续。",
  },
  examples: [
    "slbctl create -f spec.yaml",
    "slbctl create -f spec.yaml --emit ./out --yes --wait healthy",
    "slbctl create --name prod-api --provider aws --region eu-central-1 --subnet subnet-0a1b --master m1=10.0.1.11 --master m2=10.0.2.11 --master m3=10.0.3.11",
    "slbctl create -f spec.yaml --emulate --yes",
  ],
  formats: ["text", "json"],
  async run(context, _args, options) {
    const located = await loadSpec(context, options);
    const { spec } = located;
    const { descriptor, graph } = await compileSpec(located);
    const diagnosis = await judgeSpec(spec, descriptor, graph);
    const shim = await healthShimOf(spec, descriptor, graph);
    const emitted = await emitCompanions(context, shim, options["emit"] as string | undefined);
    const wish: Wish = { spec, graph, diagnosis, shimPort: shim?.port, emitted };
    const endpoint = options["endpointUrl"] as string | undefined;
    const target = { provider: spec.provider, region: spec.region, endpoint };
    return withSession(context, target, (session) => createIn(context, session, wish, options), spec);
  },
};
