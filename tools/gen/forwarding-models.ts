import type { Citation } from "../../src/core/citation.ts";
import type { Behaviour, ForwardingModel } from "../../src/core/forwarding.ts";
import type { ProviderDescriptor } from "../../src/core/provider.ts";
import type { GeneratedFile } from "../gen.ts";

type Words = Readonly<Record<"title" | "lead" | "head" | "sources" | "other", string>>;

const EN: Words = {
  title: "# What is known of how load balancers forward",
  lead: "Generated from the models in `providers/*/models.ts` by `npm run gen`. A model is data: cases over live settings; an unknown setting that matters gives an unknown, never a guess. `slbctl doctor --assume ADDRESS=MODEL` says that an address is one of these. What follows for a client that is itself a backend is proved by the walk; a [test](../test/providers/models.test.ts) compares it with the facts, model by model.",
  head: "| model | settings | backend sees | replies | no backend healthy | confidence |",
  sources: "## Sources",
  other: "[中文](forwarding-models.zh.md)",
};
const ZH: Words = {
  title: "# 各种负载均衡器如何转发",
  lead: "由 `npm run gen` 根据 `providers/*/models.ts` 中的模型生成。模型是数据：按实际设置区分情况；有影响的设置未知时，结果就是未知，绝不猜测。`slbctl doctor --assume 地址=模型` 可声明某个地址属于其中之一。对本身就是后端的客户端意味着什么，由推演得出；[测试](../test/providers/models.test.ts)逐个模型与事实核对。",
  head: "| 模型 | 设置 | 后端看到的源地址 | 应答 | 没有健康后端时 | 可信度 |",
  sources: "## 来源",
  other: "[English](forwarding-models.md)",
};

const SEES = {
  en: { kept: "the client", translator: "the balancer", spoofed: "the client (second connection)" },
  zh: { kept: "客户端", translator: "负载均衡器", spoofed: "客户端（第二条连接）" },
} as const;
const REPLY = {
  en: { "forced-back": "through it", direct: "straight to the client", "by-route": "as routing says" },
  zh: { "forced-back": "经由它", direct: "直接到客户端", "by-route": "取决于路由" },
} as const;
const NONE = {
  en: { all: "all get traffic", refuse: "refused", unknown: "not known" },
  zh: { all: "全部接收", refuse: "拒绝", unknown: "未知" },
} as const;
const SURE = {
  en: { high: "high", medium: "medium", low: "low" },
  zh: { high: "高", medium: "中", low: "低" },
} as const;

function row(
  language: "en" | "zh",
  id: string,
  confidence: ForwardingModel["confidence"],
  when: object,
  is: Behaviour,
) {
  const settings = Object.entries(when).map(([name, value]) => `\`${name}=${String(value)}\``);
  const cells = [
    `\`${id}\``,
    settings.join(" ") || "–",
    SEES[language][is.source],
    REPLY[language][is.reply],
    NONE[language][is.select.noneHealthy],
    SURE[language][confidence],
  ];
  return `| ${cells.join(" | ")} |`;
}

const place = ({ kind, title, at }: Citation): string =>
  at === undefined
    ? `${title} (${kind})`
    : at.startsWith("http")
      ? `${title}: <${at}>`
      : `${title}: \`${at}\``;

function page(language: "en" | "zh", words: Words, models: readonly ForwardingModel[]): string {
  const rows = models.flatMap(({ id, confidence, cases }) =>
    cases.map(({ when, is }) => row(language, id, confidence, when, is)),
  );
  const sources = models.flatMap(({ id, title, cites }) => [
    `- \`${id}\`: ${title}`,
    ...cites.map((cite) => `  - ${place(cite)}, ${cite.checked}`),
  ]);
  const parts = [
    words.title,
    "",
    words.other,
    "",
    words.lead,
    "",
    words.head,
    "|---|---|---|---|---|---|",
    ...rows,
  ];
  return [...parts, "", words.sources, "", ...sources, ""].join("\n");
}

/** The table of all forwarding models, in both languages. */
export async function generate(): Promise<readonly GeneratedFile[]> {
  const { providers } = await import("../../providers/index.gen.ts");
  const descriptors = await Promise.all(
    providers.map(async ({ descriptor }): Promise<ProviderDescriptor> => (await descriptor()).descriptor),
  );
  const models = descriptors.flatMap((each) => each.models);
  return [
    { path: "docs/forwarding-models.md", content: page("en", EN, models) },
    { path: "docs/forwarding-models.zh.md", content: page("zh", ZH, models) },
  ];
}
