import { EXIT, SlbctlError } from "../../core/error.ts";
import type { HostPort } from "../../core/facts.ts";
import { nearest } from "../../core/nearest.ts";
import { idsOf } from "../../core/topology.ts";
import { flowsFrom } from "../../doctor/trace-flows.ts";
import { walk } from "../../doctor/walk/walk.ts";
import { tracesJson } from "../../report/trace-json.ts";
import { traceText } from "../../report/trace-text.ts";
import type { Command } from "../command.ts";
import { EXPLAINING_OPTIONS, explainedEvidence } from "../explained-evidence.ts";
import { withMasterClients } from "../judge.ts";
import { writeOutputs } from "../output.ts";
import { allDescriptors, readEvidence } from "../read-evidence.ts";

/** Where API servers listen unless something else is said. */
const API_PORT = 6443;

const usage = (en: string, zh: string): SlbctlError => new SlbctlError("usage", EXIT.usage, { en, zh });

function targetOf(text: string | undefined): HostPort {
  const [, bracketed, plain, port] =
    /^(?:\[([^\]]+)\]|([^:]+|[^:]*:[^:]*:.*?))(?::(\d{1,5}))?$/.exec(text ?? "") ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port ?? API_PORT) > 65_535)
    throw usage(`--to ${text ?? ""}: expected ADDRESS[:PORT]`, `--to ${text ?? ""}：应为 ADDRESS[:PORT]`);
  return { host, port: Number(port ?? API_PORT) };
}

export const command: Command = {
  options: [
    {
      flags: "--client <client>",
      text: {
        en: "who dials: a client, a pod's namespace/name, a node, or `outside` for a client that is no part of the cluster",
        zh: "连接的发起者：客户端、pod 的 namespace/name、节点，或表示集群外客户端的 `outside`",
      },
    },
    {
      flags: "--to <address>",
      text: { en: "what it dials, ADDRESS[:PORT]", zh: "访问的地址，ADDRESS[:PORT]" },
      shownDefault: `:${API_PORT}`,
    },
    {
      flags: "--from <path>",
      text: { en: "evidence, as doctor takes it; repeatable", zh: "证据，与 doctor 相同；可重复" },
      repeatable: true,
    },
    ...EXPLAINING_OPTIONS,
  ],
  examples: [
    "slbctl trace --client kubelet --to 10.0.1.100:6443 --from examples/clb-self-built",
    "slbctl trace --client outside --to 10.0.1.100:6443 --from examples/clb-self-built -o json",
    "slbctl trace --client m1 --to 10.0.0.100 --from nodes.json --assume 10.0.0.100=alicloud/clb-l4,scheduler=wrr",
  ],
  formats: ["text", "json"],
  async run(context, _args, options) {
    const target = targetOf(options["to"] as string | undefined);
    const client = (options["client"] as string | undefined) ?? "";
    const descriptors = await allDescriptors();
    const seen = await readEvidence(context, (options["from"] as string[] | undefined) ?? [], descriptors);
    const explained = await explainedEvidence(seen, options, descriptors, [target.port]);
    const topology = withMasterClients(explained);
    const flows = flowsFrom(topology, client, target);
    if (flows.length === 0) {
      const known = [...idsOf(topology, "client"), ...idsOf(topology, "node")];
      const meant = nearest(client, known) ?? known.slice(0, 5).join(", ");
      throw usage(
        `--client ${client}: no evidence names such a client or node; known: ${meant}`,
        `--client ${client}：没有任何证据提到该客户端或节点；已知：${meant}`,
      );
    }
    const models = new Map(
      descriptors.flatMap((each) => each.models.map((model) => [model.id, model] as const)),
    );
    const traces = flows.map((flow) => walk(topology, models, flow));
    await writeOutputs(context.io, context.outputs, (format) =>
      format === "json" ? JSON.stringify(tracesJson(traces), null, 2) : traceText(traces, context.language),
    );
    return EXIT.fine;
  },
};
