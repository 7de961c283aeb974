import { fine, problem } from "../../core/rule.ts";
import { defineRule } from "../define-rule.ts";

/** client-go's HTTP/2 health check: a ping after 30 s without a frame, 15 s to answer. Anything below cuts live watches. */
const PING_SECONDS = 45;

export const rule = defineRule({
  code: "SLB601",
  slug: "idle-timeout-cuts-watches",
  title: { en: "the idle timeout cuts watches and exec sessions", zh: "空闲超时会切断 watch 与 exec 会话" },
  severity: "warning",
  category: "timeouts",
  confidence: "medium",
  cites: [
    {
      kind: "source",
      title: "HTTP2_READ_IDLE_TIMEOUT_SECONDS 30, HTTP2_PING_TIMEOUT_SECONDS 15",
      at: "kubernetes/apimachinery:pkg/util/net/http.go",
      checked: "2026-11-23",
    },
  ],
  scope: "listener",
  needs: { listener: ["idleTimeoutSeconds"] },
  check: ({ listener: { idleTimeoutSeconds } }) => {
    if (idleTimeoutSeconds > PING_SECONDS) return fine;
    return problem({
      message: {
        en: `connections idle for ${idleTimeoutSeconds} s are cut; Kubernetes clients ping an idle connection only every 30 s and wait 15 s, so quiet watches and exec sessions break`,
        zh: `空闲 ${idleTimeoutSeconds} 秒的连接会被切断；Kubernetes 客户端每 30 秒才对空闲连接发一次 ping 并等待 15 秒，因此安静的 watch 与 exec 会话会中断`,
      },
      counterfactual: {
        en: `Not a finding if the idle timeout is above ${PING_SECONDS} s; several minutes are usual.`,
        zh: `若空闲超时大于 ${PING_SECONDS} 秒则不成立；通常设置为数分钟。`,
      },
    });
  },
});
