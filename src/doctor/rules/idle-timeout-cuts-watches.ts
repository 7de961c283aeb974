import { fine, problem } from "../../core/rule.ts";
import { defineRule } from "../define-rule.ts";

/**
 * client-go sends a ping after 30 s without a frame, which a live server answers at once: a shorter idle timeout cuts
 * even healthy watches, a longer one does not.
 */
const PING_SECONDS = 30;
/** The 15 s that it waits for an answer are room for a slow one; with less room a late ping may come too late. */
const ROOM_SECONDS = 15;

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
    {
      kind: "issue",
      title: "20 s in kubeadm's guide cut quiet sessions; it recommends 35 s now",
      at: "https://github.com/kubernetes/kubeadm/issues/2227",
      checked: "2026-11-23",
    },
  ],
  scope: "listener",
  needs: { listener: ["idleTimeoutSeconds"] },
  check: ({ listener: { idleTimeoutSeconds } }) => {
    if (idleTimeoutSeconds > PING_SECONDS + ROOM_SECONDS) return fine;
    const isCut = idleTimeoutSeconds <= PING_SECONDS;
    return problem({
      severity: isCut ? "warning" : "info",
      message: isCut
        ? {
            en: `connections idle for ${idleTimeoutSeconds} s are cut; Kubernetes clients ping an idle connection only after ${PING_SECONDS} s, so quiet watches and exec sessions break`,
            zh: `空闲 ${idleTimeoutSeconds} 秒的连接会被切断；Kubernetes 客户端在空闲 ${PING_SECONDS} 秒后才发送 ping，因此安静的 watch 与 exec 会话会中断`,
          }
        : {
            en: `connections idle for ${idleTimeoutSeconds} s are cut; client-go's ping after ${PING_SECONDS} s comes just in time, but clients that send none (exec and logs of old kubectl, many that are not written in Go) lose quiet sessions`,
            zh: `空闲 ${idleTimeoutSeconds} 秒的连接会被切断；client-go 在 ${PING_SECONDS} 秒后发送的 ping 刚好来得及，但不发送 ping 的客户端（旧版 kubectl 的 exec 与 logs，许多非 Go 客户端）会失去安静的会话`,
          },
      counterfactual: {
        en: `Not a finding if the idle timeout is above ${PING_SECONDS + ROOM_SECONDS} s; several minutes are usual.`,
        zh: `若空闲超时大于 ${PING_SECONDS + ROOM_SECONDS} 秒则不成立；通常设置为数分钟。`,
      },
    });
  },
});
