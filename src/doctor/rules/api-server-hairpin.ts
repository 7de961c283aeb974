import type { Citation } from "../../core/citation.ts";
import { MARTIAN } from "../hairpin/cites.ts";
import { defineHairpinRule } from "../hairpin/hairpin-rule.ts";
import { pastBalancer } from "../remedies/past-balancer.ts";

const WEBHOOK_URL: Citation = {
  kind: "documentation",
  title:
    "Dynamic Admission Control: a webhook given by url is dialled from the host that runs the API server",
  at: "https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#url",
  checked: "2026-11-23",
};

/** What an API server dials by itself, by the kind of client that it is told as. */
const CALLS: ReadonlySet<string> = new Set([
  "admission-webhook",
  "conversion-webhook",
  "oidc-issuer",
  "kube-apiserver",
]);

export const rule = defineHairpinRule({
  code: "SLB106",
  slug: "api-server-hairpin",
  title: {
    en: "an API server's own calls come back to its node",
    zh: "API server 自己发出的调用绕回它所在的节点",
  },
  confidence: "medium",
  cites: [WEBHOOK_URL, MARTIAN],
  isMine: (kind) => CALLS.has(kind),
  consequence: {
    en: "An API server calls webhooks, aggregated APIs and OIDC issuers that are given by URL from its master: requests of users hang for as long as the webhook's timeout, and fail or pass by its failurePolicy.",
    zh: "API server 从所在 master 调用以 URL 给出的 webhook、聚合 API 与 OIDC issuer：用户的请求会挂起至 webhook 超时，然后按其 failurePolicy 失败或放行。",
  },
  counterfactual: {
    en: "Not a finding if the webhook or APIService names a Service instead of a URL, if none of the load balancer's backends is a master, or if the load balancer replaces the client's address.",
    zh: "若 webhook 或 APIService 使用 Service 而非 URL，或负载均衡器的后端中没有 master，或负载均衡器替换客户端地址，则不成立。",
  },
  remedies: pastBalancer,
});
