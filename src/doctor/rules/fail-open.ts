import type { Citation } from "../../core/citation.ts";
import type { MissingFact } from "../../core/finding.ts";
import { behaviourOf } from "../../core/forwarding.ts";
import { fine, notApplicable, problem } from "../../core/rule.ts";
import { defineFlowRule } from "../define-rule.ts";
import { dialled } from "../dialled.ts";

const NLB: Citation = {
  kind: "documentation",
  title: "NLB: when every target is unhealthy in every enabled zone, requests go to all of them",
  at: "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html",
  checked: "2026-11-23",
};

const OPEN = "all";

export const rule = defineFlowRule({
  code: "SLB306",
  slug: "fail-open",
  title: {
    en: "no backend is healthy, and the load balancer sends to all of them",
    zh: "没有健康的后端，负载均衡器仍把连接发往所有后端",
  },
  severity: "warning",
  category: "high-availability",
  confidence: "high",
  cites: [NLB],
  scope: "flow",
  applies: ({ trace: { listener }, model }) =>
    listener !== undefined && model?.cases.some(({ is }) => is.select.noneHealthy === OPEN) === true,
  needs: { listener: ["backends"] },
  among: { balancer: ["settings"], listener: ["settings"] },
  check: ({ listener: { backends } }, { trace, model }, among) => {
    const serving = backends.filter(({ weight }) => weight > 0);
    const unknown = serving.filter(({ health = "unknown" }) => health === "unknown");
    // Health that nobody was asked for is no state to judge.
    if (model === undefined || unknown.length === serving.length) return notApplicable;
    if (serving.some(({ health }) => health === "healthy")) return fine;
    const missing = (fact: string, en: string, zh: string): MissingFact => ({
      fact,
      subject: trace.listener ?? "",
      reason: { en, zh },
      howToProvide: `slbctl doctor --provider ${model.id.split("/")[0]} --lb NAME`,
    });
    if (unknown.length > 0)
      return {
        kind: "unknown",
        missing: [
          missing(
            "listener.backends health",
            `the others are unhealthy, and nothing says how ${unknown.length} of ${serving.length} are`,
            `其余后端都不健康，而 ${serving.length} 个中有 ${unknown.length} 个的状态未知`,
          ),
        ],
      };
    const outcome = behaviourOf(model, {
      ...among.balancer.get(trace.balancer ?? "")?.settings,
      ...among.listener.get(trace.listener ?? "")?.settings,
    });
    const candidates = outcome.known ? [outcome.behaviour] : outcome.candidates;
    if (candidates.every(({ select }) => select.noneHealthy !== OPEN)) return notApplicable;
    if (candidates.some(({ select }) => select.noneHealthy !== OPEN))
      return {
        kind: "unknown",
        missing: (outcome.known ? [] : outcome.missing).map((name) =>
          missing(
            `settings ${name}`,
            "what happens without a healthy backend depends on it",
            "没有健康后端时的行为取决于它",
          ),
        ),
      };
    return problem({
      message: (who) => ({
        en: `all ${serving.length} backends are unhealthy, and ${trace.balancer} then sends to all of them as if they were healthy: ${who.en} at ${dialled(trace)} may be served by chance. Either the API servers are down, or the health check itself is wrong and everything works only because of this: then one more failure goes unseen.`,
        zh: `全部 ${serving.length} 个后端都不健康，此时 ${trace.balancer} 会像它们都健康一样把连接发往所有后端：${who.zh} 访问 ${dialled(trace)} 能否成功全凭运气。要么 API server 都已停止，要么健康检查本身有误，一切只是因此才能工作：那么再发生故障也不会被发现。`,
      }),
      counterfactual: {
        en: "Not a finding before the first API server runs (kubeadm init), or once one backend is healthy.",
        zh: "若第一个 API server 尚未运行（kubeadm init 之前），或已有一个后端健康，则不成立。",
      },
      failure: { mode: "per-connection", share: null },
      remedies: () => [
        {
          id: "ask-backends",
          title: {
            en: "ask each master what the health check asks, from a machine in the same network",
            zh: "在同一网络中的机器上，向每台 master 发出与健康检查相同的请求",
          },
          applicability: "display-only",
          commands: serving.flatMap(({ address, port }) =>
            address === undefined
              ? []
              : [
                  `curl -ks -m 5 -w ' %{http_code}\\n' https://${address.includes(":") ? `[${address}]` : address}:${port}/readyz`,
                ],
          ),
          files: [],
          patch: undefined,
        },
      ],
    });
  },
});
