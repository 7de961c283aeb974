import { fine, notApplicable, problem } from "../../core/rule.ts";
import { defineRule } from "../define-rule.ts";

export const rule = defineRule({
  code: "SLB203",
  slug: "error-codes-accepted",
  title: { en: "the health check accepts error codes", zh: "健康检查接受错误状态码" },
  severity: "error",
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
    if (healthCheck.codes === undefined) return notApplicable;
    const accepted = healthCheck.codes.filter(([, to]) => to >= 400);
    if (accepted.length === 0) return fine;
    const ranges = accepted.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
    return problem({
      message: {
        en: `the check accepts ${ranges}: a 4xx only proves that an HTTP server answers, a 5xx is how an API server says that it is not ready`,
        zh: `检查接受 ${ranges}：4xx 只能证明有 HTTP 服务器在应答，5xx 则是 API server 表示自己未就绪的方式`,
      },
      counterfactual: {
        en: "Not a finding if only 200 (or 2xx) is accepted.",
        zh: "若只接受 200（或 2xx），则不成立。",
      },
    });
  },
});
