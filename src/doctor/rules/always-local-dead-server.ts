import type { Citation } from "../../core/citation.ts";
import { fine, notApplicable, problem } from "../../core/rule.ts";
import { defineFlowRule } from "../define-rule.ts";
import { dialled } from "../dialled.ts";
import { fails } from "../failing-branches.ts";

const LOCAL: Citation = {
  kind: "lab",
  title:
    "Where the address is local to the node nothing leaves it: with the local server stopped, connections are refused at once and other backends are never tried (Linux 6.18)",
  checked: "2026-11-23",
};

export const rule = defineFlowRule({
  code: "SLB112",
  slug: "always-local-dead-server",
  title: {
    en: "the load balancer's address is local to the node, whose own server is down",
    zh: "负载均衡器的地址在该节点上属于本机，而本机的服务已停止",
  },
  severity: "error",
  category: "hairpin",
  confidence: "high",
  cites: [LOCAL],
  scope: "flow",
  applies: ({ trace }) => fails(trace, "always-local"),
  needs: { client: ["kind"], node: ["apiServerUp"] },
  check: ({ client: { kind }, node: { apiServerUp } }, { trace }) => {
    // Before `kubeadm init` no server answers anywhere.
    if (kind === "kubeadm") return notApplicable;
    if (apiServerUp) return fine;
    return problem({
      message: (who) => ({
        en: `every new connection of ${who.en} to ${dialled(trace)} is refused: the node takes the address for its own and hands it to its own API server, which is down. The other backends are healthy and are never tried.`,
        zh: `${who.zh} 访问 ${dialled(trace)} 的每个新连接都被拒绝：节点把该地址当作自己的地址，交给已停止的本机 API server。其他后端正常，但从不会被尝试。`,
      }),
      counterfactual: {
        en: "Not a finding if the address is taken off the node while its own server is not ready (as OpenShift does on GCP), or if the local API server is up.",
        zh: "若本机服务未就绪时会撤除该地址（如 OpenShift 在 GCP 上的做法），或本机 API server 正常，则不成立。",
      },
      failure: { mode: "always", share: 1 },
      disposition: "always-local",
    });
  },
});
