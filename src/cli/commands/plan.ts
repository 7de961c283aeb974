import { EXIT } from "../../core/error.ts";
import type { Command } from "../command.ts";
import { compileSpec } from "../compile-spec.ts";
import { notice } from "../context.ts";
import { loadSpec, SPEC_OPTIONS } from "../load-spec.ts";
import { writeOutputs } from "../output.ts";
import { PLAN_FLAGS } from "../plan-flags.ts";
import { withSession } from "../session.ts";

/** Exit status of `--detailed-exitcode` when there is something to do, as in Terraform. */
const DIFFERENCES = 2;

export const command: Command = {
  options: [
    ...SPEC_OPTIONS,
    ...PLAN_FLAGS,
    {
      flags: "--detailed-exitcode",
      text: { en: "exit 2 when there is something to do", zh: "存在待执行操作时退出码为 2" },
    },
    {
      flags: "--compile-only",
      text: {
        en: "print the wish in the provider's terms; no connection is made",
        zh: "仅输出 provider 术语下的期望资源，不建立连接",
      },
    },
  ],
  examples: [
    "slbctl plan -f spec.yaml",
    "slbctl plan -f spec.yaml -o text -o json=plan.json",
    "slbctl plan -f spec.yaml --compile-only -o json",
  ],
  formats: ["text", "json"],
  async run(context, _args, options) {
    const located = await loadSpec(context, options);
    const { spec } = located;
    const { descriptor, graph } = await compileSpec(located);
    if (options["compileOnly"] === true) {
      await writeOutputs(context.io, context.outputs, () => JSON.stringify(graph, null, 2));
      return EXIT.fine;
    }
    const [{ planInSession }, { judgeSpec }, { planText }, { diagnosisBrief }] = await Promise.all([
      import("../plan-session.ts"),
      import("../judge.ts"),
      import("../../report/plan-text.ts"),
      import("../../report/diagnosis-brief.ts"),
    ]);
    const target = {
      provider: spec.provider,
      region: spec.region,
      endpoint: options["endpointUrl"] as string | undefined,
    };
    const { plan } = await withSession(
      context,
      target,
      (session) =>
        planInSession(session, { name: spec.name, region: spec.region, intent: "create" }, graph.resources, {
          adopt: options["adopt"] === true,
          replace: options["replace"] === true,
        }),
      spec,
    );
    const brief = diagnosisBrief(await judgeSpec(spec, descriptor, graph), context.language);
    await writeOutputs(context.io, context.outputs, (format) =>
      format === "json"
        ? JSON.stringify(plan, null, 2)
        : planText(plan, descriptor.kinds, context.language) + (brief === "" ? "" : `\n${brief}`),
    );
    if (plan.steps.length > 0)
      for (const text of descriptor.notices?.(spec) ?? []) await notice(context, text);
    return options["detailedExitcode"] === true && plan.steps.length > 0 ? DIFFERENCES : EXIT.fine;
  },
};
