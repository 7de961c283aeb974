import type { Text } from "../core/text.ts";
import type { Trace } from "../core/trace.ts";

const ORDINALS = ["", "", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** A share of failing connections as a person says it: "one in three new connections". */
export function shareInWords(share: number, mode: Trace["mode"]): Text {
  if (mode === "per-client")
    return {
      en: "every new connection or none (fixed by the source address)",
      zh: "全部新连接或没有任何新连接（由源地址决定）",
    };
  if (share > 0.999) return { en: "every new connection", zh: "每一个新连接" };
  const parts = Math.round(1 / share);
  const isWhole = Math.abs(1 / parts - share) < 0.005 && parts >= 2 && parts < ORDINALS.length;
  const address =
    mode === "per-address"
      ? { en: " (all of those to the address of its own zone)", zh: "（即访问其所在可用区地址的全部连接）" }
      : { en: "", zh: "" };
  return isWhole
    ? {
        en: `one in ${ORDINALS[parts]} new connections${address.en}`,
        zh: `每 ${parts} 个新连接中的 1 个${address.zh}`,
      }
    : {
        en: `${(share * 100).toFixed(0)}% of new connections${address.en}`,
        zh: `${(share * 100).toFixed(0)}% 的新连接${address.zh}`,
      };
}
