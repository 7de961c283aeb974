import { fine, notApplicable, problem } from "../../core/rule.ts";
import { defineRule } from "../define-rule.ts";

/** kubeadm's kubernetesAPICall timeout: how long init and join wait for the API to answer. */
const KUBEADM_API_CALL_SECONDS = 60;

export const rule = defineRule({
  code: "SLB204",
  slug: "slower-than-kubeadm",
  title: {
    en: "a new master counts as healthy later than kubeadm waits",
    zh: "新 master 被判定为健康所需的时间超过 kubeadm 的等待时间",
  },
  severity: "warning",
  category: "health-check",
  confidence: "medium",
  cites: [
    {
      kind: "source",
      title: "50 s to healthy collided with kubeadm's 60 s API call timeout (commit 7f2c27e)",
      at: "kubernetes-sigs/cluster-api-provider-aws",
      checked: "2026-11-23",
    },
    {
      kind: "issue",
      title: "kubeadm init through a load balancer that is slower than its timeout",
      at: "https://github.com/kubernetes/kubeadm/issues/3294",
      checked: "2026-11-23",
    },
  ],
  scope: "listener",
  needs: { listener: ["healthCheck"] },
  check: ({ listener: { healthCheck } }) => {
    if (healthCheck.protocol === "none") return notApplicable;
    const { healthyThreshold, intervalSeconds, timeoutSeconds } = healthCheck;
    const seconds = healthyThreshold * intervalSeconds + timeoutSeconds;
    if (seconds < KUBEADM_API_CALL_SECONDS) return fine;
    return problem({
      message: {
        en: `it takes up to ${seconds} s (${healthyThreshold} probes every ${intervalSeconds} s, timeout ${timeoutSeconds} s) until a master that answers gets connections; kubeadm gives up after ${KUBEADM_API_CALL_SECONDS} s`,
        zh: `master 开始应答后，最长需 ${seconds} 秒（每 ${intervalSeconds} 秒一次、共 ${healthyThreshold} 次探测，超时 ${timeoutSeconds} 秒）才会收到连接；kubeadm 在 ${KUBEADM_API_CALL_SECONDS} 秒后放弃`,
      },
      counterfactual: {
        en: "Not a finding if threshold x interval + timeout stays below 60 s, or if kubeadm's timeout is raised.",
        zh: "若“次数 × 间隔 + 超时”小于 60 秒，或调高了 kubeadm 的超时，则不成立。",
      },
    });
  },
});
