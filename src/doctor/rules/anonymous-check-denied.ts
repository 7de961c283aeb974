import { fine, notApplicable, problem } from "../../core/rule.ts";
import { defineRule } from "../define-rule.ts";

export const rule = defineRule({
  code: "SLB205",
  slug: "anonymous-check-denied",
  title: { en: "the API server answers 401 to the health check", zh: "API server 会对健康检查返回 401" },
  severity: "error",
  category: "health-check",
  confidence: "high",
  cites: [
    {
      kind: "issue",
      title: "--anonymous-auth=false breaks health checks of the API server",
      at: "https://github.com/kubernetes/kubernetes/issues/43784",
      checked: "2026-11-23",
    },
  ],
  scope: "listener",
  needs: { listener: ["healthCheck"], cluster: ["anonymousAuth"] },
  check: ({ listener: { healthCheck }, cluster: { anonymousAuth } }) => {
    if (healthCheck.protocol !== "https" || healthCheck.shim === true) return notApplicable;
    if (anonymousAuth) return fine;
    return problem({
      message: {
        en: "with --anonymous-auth=false every path answers 401 to a prober without certificate, so all backends stay unhealthy",
        zh: "在 --anonymous-auth=false 下，对没有证书的探测者所有路径都返回 401，因此所有后端都不健康",
      },
      counterfactual: {
        en: "Not a finding if anonymous requests are allowed on the health paths (AuthenticationConfiguration, Kubernetes 1.32 and newer), or if the check goes through a shim with a client certificate.",
        zh: "若通过 AuthenticationConfiguration（Kubernetes 1.32 及以上）允许匿名访问健康路径，或检查经由带客户端证书的 shim，则不成立。",
      },
    });
  },
});
