import type { Text } from "../core/text.ts";
import type { Trace } from "../core/trace.ts";

const ORDINALS = ["", "", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** Who fails how often, as a person says it: "one in three new connections of kubelet on m1 to api:6443". */
export function shareInWords(share: number, mode: Trace["mode"], who: Text, target: string): Text {
  const en = (often: string) => `${often} of ${who.en} to ${target}`;
  const zh = (often: string) => `${who.zh} 访问 ${target} 时，${often}`;
  if (mode === "per-client")
    return {
      en: en("every new connection or none (fixed by the source address)"),
      zh: zh("要么所有新连接、要么没有新连接（由源地址决定）"),
    };
  if (share > 0.999) return { en: en("every new connection"), zh: zh("每个新连接都") };
  const parts = Math.round(1 / share);
  const isWhole = Math.abs(1 / parts - share) < 0.005 && parts >= 2 && parts < ORDINALS.length;
  const percent = `${(share * 100).toFixed(0)}%`;
  const often = isWhole
    ? { en: `one in ${ORDINALS[parts]} new connections`, zh: `每 ${parts} 个新连接就有 1 个` }
    : { en: `${percent} of new connections`, zh: `${percent} 的新连接` };
  if (mode !== "per-address") return { en: en(often.en), zh: zh(often.zh) };
  return {
    en: en(`${often.en} (all of those to the address of its own zone)`),
    zh: zh(`${often.zh}（即访问本可用区地址的全部连接）`),
  };
}
