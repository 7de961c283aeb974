import type { Citation } from "../../core/citation.ts";
import { observed } from "../../core/observation.ts";
import { type CureContext, fine, notApplicable, problem, type RemedyOffer } from "../../core/rule.ts";
import { knownValue } from "../../core/topology.ts";
import { defineFlowRule } from "../define-rule.ts";
import { fails, shareOf } from "../failing-branches.ts";
import { missingFacts } from "../missing-facts.ts";
import { changeFacts } from "../remedies/change-facts.ts";
import { shareInWords } from "../share-in-words.ts";
import { selects } from "../walk/own-service.ts";

const BRIDGE: Citation = {
  kind: "source",
  title:
    "The bridge plugin's hairpinMode is off by default; without it a port sends nothing back to its own pod",
  at: "containernetworking/plugins:plugins/main/bridge/bridge.go",
  checked: "2026-11-23",
};
const FIELD: Citation = {
  kind: "issue",
  title: "A pod reaches its own Service only when another endpoint is chosen",
  at: "https://github.com/cloudnativelabs/kube-router/issues/1235",
  checked: "2026-11-23",
};
const INERT: Citation = {
  kind: "issue",
  title: "kubelet's hairpinMode has no effect with CNI",
  at: "https://github.com/kubernetes/kubernetes/issues/45790",
  checked: "2026-11-23",
};

/** The configuration as it would be; pods that exist keep the ports that they have. */
function hairpinFlag({ traces }: CureContext): readonly RemedyOffer[] {
  const nodes = [...new Set(traces.map(({ flow }) => flow.node))];
  return [
    {
      id: "bridge-hairpin-flag",
      title: {
        en: 'set "hairpinMode": true in the CNI configuration (flannel: in "delegate"), then recreate the pods: ports that exist keep their flag',
        zh: '在 CNI 配置中设置 "hairpinMode": true（flannel 位于 "delegate" 内），然后重建 pod：已有端口保持原有设置',
      },
      applicability: "unsafe",
      commands: [
        "kubectl -n kube-flannel edit configmap kube-flannel-cfg    # cni-conf.json, where flannel writes the configuration",
        "kubectl -n NAMESPACE rollout restart WORKLOAD",
      ],
      files: [],
      patch: (topology) =>
        changeFacts(
          topology,
          nodes.flatMap((node) => {
            const plugins = knownValue(topology, "node", node, "cniPlugins") ?? [];
            const on = plugins.map((plugin) => ({ ...plugin, hairpinMode: true }));
            return [observed("node", node, "cniPlugins", on, { kind: "assumed", source: "remedy" })];
          }),
        ),
    },
  ];
}

export const rule = defineFlowRule({
  code: "SLB113",
  slug: "pod-to-own-service",
  title: {
    en: "a pod does not reach itself through its own Service",
    zh: "pod 无法通过自己的 Service 访问到自己",
  },
  severity: "warning",
  category: "hairpin",
  confidence: "medium",
  cites: [BRIDGE, FIELD, INERT],
  scope: "flow",
  applies: ({ trace: { caughtBy } }) => caughtBy !== undefined,
  needs: { client: ["kind"] },
  among: { client: ["namespace", "labels"], service: ["selector"], node: ["cniPlugins"] },
  check: ({ client: { kind } }, { trace }, among) => {
    const service = trace.caughtBy ?? "";
    const { namespace, labels } = among.client.get(trace.flow.client) ?? {};
    const isOwn =
      service.startsWith(`${namespace}/`) && selects(among.service.get(service)?.selector, labels);
    if (kind === "kube-proxy" || !isOwn) return notApplicable;
    if (fails(trace, "unknown")) return { kind: "unknown", missing: missingFacts(trace) };
    const failing = trace.branches.filter(
      ({ disposition, backend }) => disposition === "dropped" && backend !== undefined,
    );
    if (failing.length === 0) return fine;
    const share = shareOf(failing);
    const plugins = among.node.get(trace.flow.node)?.cniPlugins ?? [];
    const network = plugins[0]?.network ?? "";
    return problem({
      message: (who) => {
        const words = shareInWords(share, trace.mode, who, service);
        return {
          en: `${words.en}, its own Service, hangs until its timeout: kube-proxy picks the pod itself, and the bridge of network ${network} sends nothing back through the port it came from (hairpinMode is off). Kubelet's field of that name changes nothing: only dockershim with kubenet ever read it.`,
          zh: `${words.zh}会一直挂到超时（那是它自己的 Service）：kube-proxy 选中了该 pod 自己，而网络 ${network} 的网桥不会从来路端口送回任何报文（hairpinMode 未开启）。kubelet 的同名字段不起作用：只有 dockershim 加 kubenet 才会读取它。`,
        };
      },
      counterfactual: {
        en: "Not a finding if the pod never dials its own Service, if the port's flag was set by hand (/sys/class/net/BRIDGE/brif/VETH/hairpin_mode is 1), or if pods are routed rather than bridged.",
        zh: "若 pod 从不访问自己的 Service，或端口标志已手工开启（/sys/class/net/BRIDGE/brif/VETH/hairpin_mode 为 1），或 pod 采用路由而非网桥，则不成立。",
      },
      failure: { mode: share > 0.999 ? "always" : trace.mode, share },
      disposition: "dropped",
      restsOn: { service: [service], client: [trace.flow.client], node: [trace.flow.node] },
      remedies: hairpinFlag,
    });
  },
});
