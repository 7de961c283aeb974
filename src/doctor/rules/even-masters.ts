import { fine, problem } from "../../core/rule.ts";
import { defineRule } from "../define-rule.ts";

export const rule = defineRule({
  code: "SLB301",
  slug: "even-masters",
  title: { en: "an even number of masters", zh: "master 数量为偶数" },
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
    const n = masters.length;
    if (n % 2 === 1) return fine;
    const survives = Math.floor((n - 1) / 2);
    return problem({
      message: {
        en: `${n} masters survive the loss of (${n}-1)/2 = ${survives}, as ${n - 1} would: the one more only adds a way to fail`,
        zh: `${n} 台 master 可容忍 (${n}-1)/2 = ${survives} 台故障，与 ${n - 1} 台相同：多出的一台只是多一个故障点`,
      },
      counterfactual: {
        en: "Not a finding if etcd runs elsewhere with an odd number of members.",
        zh: "若 etcd 独立部署且成员数为奇数，则不成立。",
      },
    });
  },
});
