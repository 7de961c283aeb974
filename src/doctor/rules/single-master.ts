import { fine, problem } from "../../core/rule.ts";
import { defineRule } from "../define-rule.ts";

export const rule = defineRule({
  code: "SLB302",
  slug: "single-master",
  title: { en: "a single master", zh: "只有一台 master" },
  severity: "warning",
  category: "high-availability",
  confidence: "high",
  cites: [
    {
      kind: "documentation",
      title: "etcd FAQ: failure tolerance by cluster size",
      at: "https://etcd.io/docs/v3.5/faq/",
      checked: "2026-11-23",
    },
  ],
  scope: "cluster",
  needs: { cluster: ["masters"] },
  check: ({ cluster: { masters } }) => {
    if (masters.length !== 1) return fine;
    return problem({
      message: {
        en: "with one master the loss of it is the loss of the control plane; the load balancer only keeps the address for a later second and third",
        zh: "只有一台 master 时，失去它就失去整个控制平面；负载均衡器只是为日后的第二、第三台保留地址",
      },
      counterfactual: { en: "Not a finding once there are three.", zh: "有三台之后即不成立。" },
    });
  },
});
