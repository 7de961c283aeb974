import { fine, notApplicable, problem } from "../../core/rule.ts";
import { defineRule } from "../define-rule.ts";

export const rule = defineRule({
  code: "SLB701",
  slug: "no-security-group",
  title: {
    en: "a load balancer without security groups can never get any",
    zh: "未设置安全组的负载均衡器之后无法再添加",
  },
  severity: "warning",
  category: "network",
  confidence: "high",
  cites: [
    {
      kind: "documentation",
      title: "Security groups for your Network Load Balancer: none at creation, none later",
      at: "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html",
      checked: "2026-11-23",
    },
  ],
  scope: "balancer",
  needs: { balancer: ["securityGroups", "settings"] },
  check: ({ balancer: { securityGroups, settings } }) => {
    // Products that know security groups only at creation say so in their settings.
    if (settings["securityGroupsFixedAtCreation"] !== true) return notApplicable;
    if (securityGroups.length > 0) return fine;
    return problem({
      message: {
        en: "it is created without a security group: none can be added later, and the masters' own rules have to admit every client and the balancer's addresses",
        zh: "它在创建时没有安全组：之后无法添加，master 自己的规则必须放行所有客户端以及负载均衡器的地址",
      },
      counterfactual: {
        en: "Not a finding if the masters' security groups alone are meant to decide.",
        zh: "若本就打算只由 master 的安全组来控制，则不成立。",
      },
    });
  },
});
