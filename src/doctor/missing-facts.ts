import type { MissingFact } from "../core/finding.ts";
import type { Text } from "../core/text.ts";
import type { PlausibleKind, Trace } from "../core/trace.ts";

const NEEDED = { en: "the walk needs it and no source says", zh: "推演需要它，但没有任何来源提及" };

/** Where a fact usually comes from; null where nothing that slbctl reads would provide it. */
function howToProvide(fact: string, trace: Trace): string | null {
  const [provider] = trace.model?.split("/") ?? [];
  if (/^(?:(?:balancer|listener)\.|settings )/.test(fact) && fact !== "balancer.model on self")
    return provider === undefined
      ? "slbctl doctor --provider PROVIDER --lb NAME"
      : `slbctl doctor --provider ${provider} --lb NAME`;
  if (fact.startsWith("name.addresses")) return `--resolve, or --host ${trace.flow.target.host}=ADDRESS`;
  return fact.startsWith("node.") ? "kubectl get nodes -o json" : null;
}

/** Models that are named of each outcome; the others are as good. */
const NAMED = 4;

/** "if it is alicloud/clb-l4 or aws/nlb, 33 % of new connections hang (--assume …)" */
function inWords({ models, share, mode, disposition, assume }: PlausibleKind): Text {
  const named = models.slice(0, NAMED);
  const rest = models.length - named.length;
  const percent = `${Math.round(share * 100)} %`;
  const isLocal = share === 0 && disposition === "always-local";
  const isFixed = mode === "per-client" && share > 0;
  const en = isFixed
    ? "a client is either always or never answered"
    : share > 0.999
      ? "every new connection hangs"
      : share > 0
        ? `${percent} of new connections hang`
        : isLocal
          ? "the node's own API server answers, or refuses while it is down"
          : "none hangs";
  const zh = isFixed
    ? "每个客户端要么总能得到应答，要么总得不到"
    : share > 0.999
      ? "每个新连接都会挂起"
      : share > 0
        ? `${percent} 的新连接会挂起`
        : isLocal
          ? "由本机 API server 应答，本机停止时被拒绝"
          : "没有连接会挂起";
  return {
    en: `if it is ${named.join(", ")}${rest > 0 ? ` or ${rest} others` : ""}: ${en} (--assume ${assume})`,
    zh: `若为 ${named.join("、")}${rest > 0 ? ` 等 ${models.length} 种` : ""}：${zh}（--assume ${assume}）`,
  };
}

/** What an address may be that nothing explains, with what would follow from each. */
function unexplained(trace: Trace): readonly MissingFact[] {
  const { plausible = [], flow } = trace;
  if (plausible.length === 0) return [];
  const { host } = flow.target;
  const outcomes = plausible.map(inWords);
  return [
    {
      fact: `balancer.addresses with ${host}`,
      subject: host,
      reason: {
        en: `no source says what ${host} is; ${outcomes.map(({ en }) => en).join("; ")}`,
        zh: `没有任何来源说明 ${host} 是什么；${outcomes.map(({ zh }) => zh).join("；")}`,
      },
      howToProvide: `slbctl doctor --provider PROVIDER --lb NAME, or --assume ${host}=MODEL`,
    },
  ];
}

/** What a walk lacked to end definitely, each fact once. */
export function missingFacts(trace: Trace): readonly MissingFact[] {
  const facts = new Set(trace.branches.flatMap(({ missing }) => missing));
  const open = unexplained(trace);
  const asked = [...facts].filter((fact) => open.length === 0 || !fact.startsWith("balancer.addresses"));
  const lacking = asked.map((fact) => ({
    fact,
    subject: trace.listener ?? trace.balancer ?? trace.flow.target.host,
    reason: NEEDED,
    howToProvide: howToProvide(fact, trace),
  }));
  return [...lacking, ...open];
}
