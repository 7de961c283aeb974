import type { Citation } from "../../core/citation.ts";
import { fine, notApplicable, problem } from "../../core/rule.ts";
import { defineRule } from "../define-rule.ts";

const ONLY_GET: Citation = {
  kind: "source",
  title:
    "system:public-info-viewer lets anonymous callers get /healthz, /livez and /readyz, with the verb get alone",
  at: "kubernetes/kubernetes:plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go",
  checked: "2026-11-23",
};
const HEAD_BY_DEFAULT: Citation = {
  kind: "documentation",
  title:
    "CLB: HTTP health checks ask with HEAD by default (console); which is really sent by each generation is unverified",
  at: "https://help.aliyun.com/en/slb/classic-load-balancer/user-guide/configure-and-manage-health-checks",
  checked: "2026-11-23",
};

export const rule = defineRule({
  code: "SLB206",
  slug: "head-refused",
  title: {
    en: "the health check asks with HEAD, which an API server refuses",
    zh: "健康检查使用 HEAD，而 API server 会拒绝",
  },
  severity: "warning",
  category: "health-check",
  // Which method is really sent is not verified on every generation of the product that states it.
  confidence: "low",
  cites: [ONLY_GET, HEAD_BY_DEFAULT],
  scope: "listener",
  needs: { listener: ["healthCheck", "backends"] },
  among: { cluster: ["anonymousAuth"] },
  check: ({ listener: { healthCheck, backends } }, { cluster }) => {
    const { protocol, method, port, path = "/", shim } = healthCheck;
    if (protocol !== "http" && protocol !== "https") return notApplicable;
    // Plain HTTP to a TLS port gets 400 whatever the method: http-check-on-tls-port tells it.
    if (protocol === "http" && backends.some((backend) => backend.port === port)) return notApplicable;
    if (method !== "head" || shim === true) return fine;
    const status = cluster.get("cluster")?.anonymousAuth === false ? 401 : 403;
    const behind =
      protocol === "http"
        ? {
            en: `If what answers on port ${port} hands it on to the API server, the API server`,
            zh: `若端口 ${port} 上的程序把它转交给 API server，API server `,
          }
        : { en: "The API server", zh: "API server " };
    return problem({
      message: {
        en: `the check asks HEAD ${path}. ${behind.en} says ${status}: anonymous callers are granted the verb get, and HEAD is another verb. Every backend then counts as unhealthy, although GET ${path} answers 200.`,
        zh: `检查发送的是 HEAD ${path}。${behind.zh}会返回 ${status}：匿名访问只被授予 get 动词，而 HEAD 是另一个动词。于是所有后端都被视为不健康，尽管 GET ${path} 返回 200。`,
      },
      counterfactual: {
        en: "Not a finding if the load balancer sends GET in fact, if what answers turns HEAD into GET (slbctl's health shim answers both), or if a role grants head on that path.",
        zh: "若负载均衡器实际发送 GET，应答的程序会把 HEAD 换成 GET（slbctl 的健康检查 shim 两者都应答），或有角色授予该路径的 head 权限，则不成立。",
      },
      remedies: () => [
        {
          id: "health-shim",
          title: {
            en: "let a health shim answer, which asks the API server with GET itself",
            zh: "由健康检查 shim 应答，它自己用 GET 访问 API server",
          },
          applicability: "display-only",
          commands: ["slbctl create -f spec.yaml --emit shim/"],
          files: [],
          patch: undefined,
        },
        {
          id: "grant-head",
          title: {
            en: "or grant the verb head on the health paths",
            zh: "或授予健康检查路径的 head 动词",
          },
          applicability: "display-only",
          commands: [
            "kubectl create clusterrole health-head --verb=head --non-resource-url=/healthz,/livez,/readyz",
            "kubectl create clusterrolebinding health-head --clusterrole=health-head --group=system:unauthenticated --group=system:authenticated",
          ],
          files: [],
          patch: undefined,
        },
      ],
    });
  },
});
