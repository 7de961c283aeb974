import { fine, notApplicable, problem } from "../../core/rule.ts";
import { defineRule } from "../define-rule.ts";

export const rule = defineRule({
  code: "SLB202",
  slug: "tcp-only-check",
  title: { en: "the health check only sees that the port listens", zh: "健康检查只能看到端口在监听" },
  severity: "warning",
  category: "health-check",
  confidence: "high",
  cites: [
    {
      kind: "documentation",
      title: "Kubernetes API health endpoints",
      at: "https://kubernetes.io/docs/reference/using-api/health-checks/",
      checked: "2026-11-23",
    },
  ],
  scope: "listener",
  needs: { listener: ["healthCheck"] },
  check: ({ listener: { healthCheck } }) => {
    if (healthCheck.protocol === "none") return notApplicable;
    if (healthCheck.protocol !== "tcp") return fine;
    return problem({
      message: {
        en: "a TCP check keeps an API server in that is hung, shutting down, or without etcd: its share of calls fails while everything is green",
        zh: "TCP 检查会让卡死、正在关闭或失去 etcd 的 API server 继续留在后端：一切显示正常，但分到它的调用会失败",
      },
      counterfactual: {
        en: "Not a finding if the check asks /readyz (or /healthz) over HTTPS, or through a health shim.",
        zh: "若检查通过 HTTPS 或健康检查 shim 访问 /readyz（或 /healthz），则不成立。",
      },
    });
  },
});
