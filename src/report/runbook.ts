import type { Text } from "../core/text.ts";

export interface RunbookInput {
  /** Address or DNS name of the load balancer; undefined while it has none. */
  readonly balancer: string | undefined;
  readonly isName: boolean;
  readonly port: number;
  /** kubeadm's controlPlaneEndpoint, when the spec gives one. */
  readonly endpoint: { readonly host: string; readonly port: number | undefined } | undefined;
  readonly masters: readonly { readonly name: string; readonly address: string; readonly port: number }[];
  /** Port of the health shim where one is needed. */
  readonly shimPort: number | undefined;
  /** Folder into which `--emit` wrote, if it did. */
  readonly emitted: string | undefined;
  /** Whether masters that dial the balancer would hairpin. */
  readonly hairpin: boolean;
  readonly version: string | undefined;
  /** How to ask for the state again, e.g. `slbctl status prod-api --provider aws --region eu-central-1`. */
  readonly statusCommand: string;
}

interface RunbookStep {
  readonly text: Text;
  readonly commands: readonly string[];
}

function nameStep(input: RunbookInput, name: string): RunbookStep {
  const target = input.balancer ?? "<address>";
  const record = input.isName ? `${name}.  CNAME  ${target}.` : `${name}.  A  ${target}`;
  const text = input.endpoint
    ? { en: `Point ${name} at the load balancer`, zh: `将 ${name} 指向负载均衡器` }
    : {
        en: `Choose a DNS name for controlPlaneEndpoint and point it at the load balancer; kubeadm cannot change it easily later (here: ${name})`,
        zh: `为 controlPlaneEndpoint 选定一个 DNS 名称并指向负载均衡器；kubeadm 之后很难更改（此处用 ${name}）`,
      };
  return { text, commands: [record] };
}

/** A hosts entry reaches the local API server only where endpoint and server use the same port. */
function localPathStep(input: RunbookInput, name: string, port: number): RunbookStep {
  const samePort = input.masters.every((master) => master.port === port);
  return {
    text: {
      en: "On each master let the name lead to the master itself, before kubeadm runs there (a master cannot reach itself through this load balancer)",
      zh: "在每台 master 上、运行 kubeadm 之前，让该名称指向本机（master 无法经由此负载均衡器访问自己）",
    },
    commands: samePort
      ? input.masters.map((master) => `echo '${master.address} ${name}' >> /etc/hosts    # on ${master.name}`)
      : ["slbctl explain SLB101    # the ports differ, so a hosts entry is not enough"],
  };
}

/** The ordered steps from a fresh balancer to a healthy control plane. Pure. */
function runbookSteps(input: RunbookInput): readonly RunbookStep[] {
  const name = input.endpoint?.host ?? "api.example.internal";
  const port = input.endpoint?.port ?? input.port;
  const [first, ...others] = input.masters;
  if (first === undefined) return [];
  const steps: RunbookStep[] = [nameStep(input, name)];
  if (input.shimPort !== undefined)
    steps.push({
      text: {
        en: `Install the health shim on every master (port ${input.shimPort}); until it answers, the master gets no traffic`,
        zh: `在每台 master 上安装健康检查 shim（端口 ${input.shimPort}）；它应答之前该 master 不会收到流量`,
      },
      commands:
        input.emitted === undefined
          ? ["slbctl create … --emit DIR    # writes it, with a README"]
          : [`# see ${input.emitted}/health-shim/README.md`],
    });
  if (input.hairpin) steps.push(localPathStep(input, name, port));
  const version = input.version === undefined ? "" : ` --kubernetes-version ${input.version}`;
  const join = `kubeadm join ${name}:${port} --token … --discovery-token-ca-cert-hash …`;
  steps.push({
    text: { en: `Initialise the first master, ${first.name}`, zh: `初始化第一台 master：${first.name}` },
    commands: [`kubeadm init --control-plane-endpoint ${name}:${port} --upload-certs${version}`],
  });
  if (others.length > 0)
    steps.push({
      text: {
        en: `Join ${others.map((master) => master.name).join(", ")}, one after another`,
        zh: `依次加入 ${others.map((master) => master.name).join("、")}`,
      },
      commands: [`${join} --control-plane --certificate-key …`],
    });
  steps.push({ text: { en: "Join the workers", zh: "加入工作节点" }, commands: [join] });
  steps.push({
    text: { en: "See that all masters are in", zh: "确认所有 master 均已就绪" },
    commands: [`${input.statusCommand} --wait healthy`],
  });
  return steps;
}

export function runbookText(input: RunbookInput, language: "en" | "zh"): string {
  const title = language === "zh" ? "下一步：" : "Next:";
  const lines = runbookSteps(input).flatMap(({ text, commands }, index) => [
    `  ${index + 1}. ${text[language]}`,
    ...commands.map((command) => `       ${command}`),
  ]);
  return `${[title, ...lines].join("\n")}\n`;
}
