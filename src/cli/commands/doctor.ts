import { EXIT, SlbctlError } from "../../core/error.ts";
import type { Diagnosis, Finding, Severity } from "../../core/finding.ts";
import type { Observation } from "../../core/observation.ts";
import type { ProviderDescriptor } from "../../core/provider.ts";
import { FORMATS } from "../../report/renderers.ts";
import type { Suppressed } from "../../report/suppressions.ts";
import type { Command, Options } from "../command.ts";
import type { Context } from "../context.ts";
import { EXPLAINING_OPTIONS, explainedEvidence } from "../explained-evidence.ts";
import { writeRemedies } from "../fix-dir.ts";
import { diagnoseWith, withMasterClients } from "../judge.ts";
import { allDescriptors, readEvidence } from "../read-evidence.ts";
import { withSession } from "../session.ts";
import { readSuppressions, SUPPRESS_OPTION } from "../suppression-file.ts";
import { TARGET_OPTIONS, targetOf } from "../target-options.ts";
import { liveFacts, NODE_OPTION, rootOf } from "../this-node.ts";
import { writeReport } from "../write-report.ts";

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/** What the provider's API says of one balancer, in neutral terms. */
async function observeLive(context: Context, options: Options): Promise<readonly Observation[]> {
  const name = options["lb"] as string | undefined;
  const target = await targetOf(context, name === undefined ? [] : [name], options);
  return withSession(context, target, async ({ driver, connection }) => {
    const found = await driver.inspect?.(connection, target.name);
    if (found !== undefined) return found;
    throw new SlbctlError(
      "no-such-balancer",
      EXIT.environment,
      {
        en: `${target.provider} has no load balancer "${target.name}" in ${target.region ?? "the region at hand"}`,
        zh: `${target.provider} 在 ${target.region ?? "当前地域"} 没有负载均衡器“${target.name}”`,
      },
      {
        hint: {
          en: "give its name, id or ARN, DNS name, or address; and the region that it is in (--region)",
          zh: "请给出其名称、ID 或 ARN、DNS 名称或地址，以及所在地域（--region）",
        },
      },
    );
  });
}

async function gather(
  context: Context,
  args: readonly string[],
  options: Options,
  descriptors: readonly ProviderDescriptor[],
) {
  const paths = [...args, ...((options["from"] as string[] | undefined) ?? [])];
  const isLive = options["provider"] !== undefined || options["lb"] !== undefined;
  const root = await rootOf(options, isLive || paths.length > 0);
  const evidence = await readEvidence(context, paths, descriptors, root);
  const node = root === undefined ? [] : await liveFacts(root, context.io.cwd, evidence);
  const cloud = isLive ? await observeLive(context, options) : [];
  return [...evidence, ...node, ...cloud];
}

function exitOf(diagnosis: Diagnosis, { by }: Suppressed, options: Options): number {
  const failOn = RANK[(options["failOn"] as Severity | undefined) ?? "error"];
  const counts = (finding: Finding) => RANK[finding.severity] >= failOn && !by.has(finding);
  if (diagnosis.findings.some(counts)) return EXIT.findings;
  return options["strict"] === true && diagnosis.inconclusive.length > 0 ? EXIT.undecided : EXIT.fine;
}

export const command: Command = {
  arguments: [{ name: "[path...]", text: { en: "same as --from", zh: "等同于 --from" } }],
  options: [
    {
      flags: "--from <path>",
      text: {
        en: "evidence: slbctl specs, Kubernetes objects (`kubectl get nodes,pods -A -o json`, any size), JSON printed by `aliyun slb Describe…` and `aws elbv2 describe-…`, nodes/<node>/ with a copy of that node's root; files or folders; repeatable",
        zh: "证据：slbctl 配置、Kubernetes 对象（`kubectl get nodes,pods -A -o json`，大小不限）、`aliyun slb Describe…` 与 `aws elbv2 describe-…` 输出的 JSON，以及存有节点根目录副本的 nodes/<节点名>/；文件或目录；可重复",
      },
      repeatable: true,
    },
    NODE_OPTION,
    {
      flags: "--lb <name>",
      text: {
        en: "read this load balancer from the cloud (with --provider): name, id, ARN, DNS name or address, whoever made it",
        zh: "从云上读取该负载均衡器（配合 --provider）：名称、ID、ARN、DNS 名称或地址，无论由谁创建",
      },
    },
    ...EXPLAINING_OPTIONS,
    ...TARGET_OPTIONS.filter(({ flags }) => !flags.startsWith("-f")),
    {
      flags: "--fail-on <severity>",
      text: { en: "exit 1 from this severity on", zh: "达到该级别时退出码为 1" },
      choices: ["error", "warning", "info"],
      shownDefault: "error",
    },
    {
      flags: "--strict",
      text: { en: "exit 4 when something could not be told", zh: "有无法判断的项时退出码为 4" },
    },
    SUPPRESS_OPTION,
    {
      flags: "--fix-dir <folder>",
      text: {
        en: "write the remedies there, a folder each with steps.sh; nothing is executed",
        zh: "把修复方法写入该目录，每种一个子目录（含 steps.sh）；不执行任何命令",
      },
    },
  ],
  details: {
    en: "Judges what it is given and never writes. What is missing is named, with the command that would provide it. Masters are taken as kubeadm builds them: kubelet and kube-proxy dial the control-plane endpoint.",
    zh: "只根据给定的证据判断，绝不写入。缺少的信息会被指出，并给出可提供它的命令。master 按 kubeadm 的方式理解：kubelet 与 kube-proxy 访问控制平面端点。",
  },
  examples: [
    "slbctl doctor --from spec.yaml",
    "aws elbv2 describe-target-groups > tg.json && slbctl doctor spec.yaml tg.json",
    "slbctl doctor spec.yaml --provider alicloud --region cn-hangzhou --lb prod-api -o json",
  ],
  formats: FORMATS,
  async run(context, args, options) {
    const suppressedIn = await readSuppressions(context, options);
    const descriptors = await allDescriptors();
    const gathered = await gather(context, args, options, descriptors);
    const observations = await explainedEvidence(gathered, options, descriptors);
    const diagnosis = diagnoseWith(withMasterClients(observations), descriptors);
    const suppressed = suppressedIn(diagnosis);
    const counting = diagnosis.findings.filter((finding) => !suppressed.by.has(finding));
    const written = await writeRemedies(context, counting, options["fixDir"] as string | undefined);
    await writeReport(context, diagnosis, { suppressed, written });
    return exitOf(diagnosis, suppressed, options);
  },
};
