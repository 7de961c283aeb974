import type { Text } from "../core/text.ts";
import type { Disposition } from "../core/trace.ts";

/** How a branch of a walk ends, for the picture of a path. */
export const DISPOSITION: Readonly<Record<Disposition, { readonly mark: string; readonly text: Text }>> = {
  delivered: { mark: "ok", text: { en: "answers", zh: "正常应答" } },
  "always-local": {
    mark: "ok",
    text: { en: "never leaves the node", zh: "不离开本机" },
  },
  "martian-source": {
    mark: "XX",
    text: {
      en: "comes home with its own address as source; the kernel drops it",
      zh: "以自己的地址为源地址绕回，被内核丢弃",
    },
  },
  "reverse-path": {
    mark: "XX",
    text: {
      en: "comes home; the answer reaches the pod from the wrong address",
      zh: "绕回本机，应答以错误的地址到达 pod",
    },
  },
  "reply-bypass": {
    mark: "XX",
    text: { en: "answers past the load balancer; the client resets", zh: "应答绕过负载均衡器，被客户端重置" },
  },
  dropped: {
    mark: "XX",
    text: { en: "discarded on its way back to the sender", zh: "送回发送方途中被丢弃" },
  },
  refused: { mark: "XX", text: { en: "refused: no backend is there", zh: "被拒绝：没有可用后端" } },
  unknown: { mark: "?", text: { en: "could not be told", zh: "无法判断" } },
};
