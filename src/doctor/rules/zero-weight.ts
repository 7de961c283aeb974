import { fine, problem } from "../../core/rule.ts";
import { defineRule } from "../define-rule.ts";

export const rule = defineRule({
  code: "SLB303",
  slug: "zero-weight",
  title: { en: "a backend with weight 0 gets no connections", zh: "权重为 0 的后端收不到连接" },
  severity: "warning",
  category: "high-availability",
  confidence: "high",
  cites: [
    {
      kind: "documentation",
      title: "CLB: a backend server with weight 0 receives no requests",
      at: "https://help.aliyun.com/en/slb/product-overview/introduction-to-load-balancing-scheduling-algorithm",
      checked: "2026-11-23",
    },
  ],
  scope: "listener",
  needs: { listener: ["backends"] },
  check: ({ listener: { backends } }) => {
    const idle = backends.filter(({ weight }) => weight === 0);
    if (idle.length === 0) return fine;
    const names = idle
      .map(({ name, instanceId, address }) => name ?? instanceId ?? address ?? "?")
      .join(", ");
    const all = idle.length === backends.length;
    return problem({
      severity: all ? "error" : "warning",
      message: all
        ? {
            en: "every backend has weight 0: nobody is served",
            zh: "所有后端的权重都是 0：没有任何请求会被处理",
          }
        : {
            en: `${names} has weight 0: it is checked but gets no new connections, and ${backends.length - idle.length} of ${backends.length} masters carry everything`,
            zh: `${names} 的权重为 0：会被检查但收不到新连接，全部负载由 ${backends.length} 台中的 ${backends.length - idle.length} 台承担`,
          },
      counterfactual: {
        en: "Not a finding while that master is being taken out on purpose.",
        zh: "若正在有意摘除该 master，则不成立。",
      },
    });
  },
});
