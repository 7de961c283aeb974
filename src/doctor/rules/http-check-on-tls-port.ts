import { fine, notApplicable, problem } from "../../core/rule.ts";
import { defineRule } from "../define-rule.ts";

export const rule = defineRule({
  code: "SLB201",
  slug: "http-check-on-tls-port",
  title: { en: "the health check speaks plain HTTP to a TLS port", zh: "健康检查用明文 HTTP 访问 TLS 端口" },
  severity: "error",
  category: "health-check",
  confidence: "high",
  cites: [
    {
      kind: "source",
      title: "Go's TLS server answers plain HTTP with 400 'Client sent an HTTP request to an HTTPS server.'",
      at: "golang/go:src/net/http/server.go",
      checked: "2026-11-23",
    },
  ],
  scope: "listener",
  needs: { listener: ["healthCheck", "backends"] },
  check: ({ listener: { healthCheck, backends } }) => {
    if (healthCheck.protocol !== "http") return notApplicable;
    if (!backends.some(({ port }) => port === healthCheck.port)) return fine;
    const accepts400 = (healthCheck.codes ?? []).some(([from, to]) => from <= 400 && 400 <= to);
    return problem({
      message: accepts400
        ? {
            en: `the check asks port ${healthCheck.port} in plain HTTP and accepts the 400 that a TLS server answers: a hung or unready API server counts as healthy`,
            zh: `检查以明文 HTTP 访问端口 ${healthCheck.port}，并接受 TLS 服务器返回的 400：卡死或未就绪的 API server 也被视为健康`,
          }
        : {
            en: `the check asks port ${healthCheck.port} in plain HTTP; an API server answers 400 there, so every backend stays unhealthy`,
            zh: `检查以明文 HTTP 访问端口 ${healthCheck.port}；API server 会返回 400，因此所有后端都不健康`,
          },
      counterfactual: {
        en: "Not a finding if something on that port speaks plain HTTP, such as a health shim.",
        zh: "若该端口上确有明文 HTTP 服务（例如健康检查 shim），则不成立。",
      },
    });
  },
});
