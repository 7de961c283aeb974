import type { Diagnosis } from "../core/finding.ts";
import type { BalancerStatus } from "../core/provider.ts";
import type { Spec } from "../core/spec.ts";
import { splitEndpoint } from "../core/spec.ts";
import type { Language } from "../core/text.ts";
import { runbookText } from "../report/runbook.ts";
import type { Emitted } from "./emit.ts";

export interface BootstrapInput {
  readonly spec: Spec;
  readonly status: BalancerStatus;
  readonly diagnosis: Diagnosis;
  readonly shimPort: number | undefined;
  readonly emitted: Emitted | undefined;
}

function unanswered({ status, spec }: BootstrapInput, language: Language): string {
  const missing = status.backends.filter(({ state }) => state !== "healthy" && state !== "draining");
  if (missing.length === 0) return "";
  const names = missing
    .map(
      ({ id, address }) =>
        spec.masters.find((master) => master.instanceId === id || master.address === address)?.name ?? id,
    )
    .join(language === "zh" ? "、" : ", ");
  return language === "zh"
    ? `尚无 API server 应答：${names}。在 kubeadm 运行之前这是正常的。\n\n`
    : `No API server yet on ${names}. Before kubeadm has run there, that is as it should be.\n\n`;
}

/** What `create` says when the load balancer stands: who does not answer yet, and the steps from here. */
export function bootstrapText(input: BootstrapInput, language: Language): string {
  const { spec, status, diagnosis, shimPort, emitted } = input;
  const endpoint = splitEndpoint(spec.controlPlaneEndpoint ?? "");
  const balancer = status.dnsName ?? status.addresses[0];
  const region = spec.region === undefined ? "" : ` --region ${spec.region}`;
  const text = runbookText(
    {
      balancer,
      isName: status.dnsName !== undefined,
      port: spec.port,
      endpoint,
      masters: spec.masters,
      shimPort,
      emitted: emitted?.folder,
      hairpin: diagnosis.findings.some(({ category }) => category === "hairpin"),
      version: spec.kubernetes.version,
      statusCommand: `slbctl status ${spec.name} --provider ${spec.provider}${region}`,
    },
    language,
  );
  return `\n${unanswered(input, language)}${text}`;
}
