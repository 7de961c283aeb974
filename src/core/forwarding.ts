import type { Citation, Confidence } from "./citation.ts";

export type SettingValue = string | number | boolean;

/** Live settings of a load balancer that its model's cases switch on. A key that is absent is unknown. */
export type Settings = Readonly<Record<string, SettingValue>>;

/** What a load balancer does with one new connection. Facts about the product, never a verdict. */
export interface Behaviour {
  /** Destination that the backend sees: the VIP (`kept`), its own address (`rewritten`), or a second connection. */
  readonly destination: "kept" | "rewritten" | "new-connection";
  /** Source that the backend sees: the client's, the balancer's, or the client's as bound by a proxy. */
  readonly source: "kept" | "translator" | "spoofed";
  /** How replies travel: the fabric returns them through it, straight to the client, or as routing says. */
  readonly reply: "forced-back" | "direct" | "by-route";
  /**
   * What the balancer does when the chosen backend is the sender itself: hand the packet over like any other
   * (`deliver`: whether the kernel then takes it depends on the source it carries), put its own address as source
   * (`snat`), or discard it (`drop`).
   */
  readonly onSelf: "deliver" | "snat" | "drop" | "unknown";
  readonly select: {
    /** What the choice is keyed on: each connection anew, or the source address (fixed per client). */
    readonly key: "connection" | "source" | "unknown";
    readonly weighted: boolean;
    /** Backends that one address of the balancer chooses among: all, or those of its own zone. */
    readonly scope: "all" | "zone";
    readonly noneHealthy: "all" | "refuse" | "unknown";
  };
}

/** `when` holds for settings with exactly these values; an array means one of them. */
export interface ForwardingCase {
  readonly when: Readonly<Record<string, SettingValue | readonly SettingValue[]>>;
  readonly is: Behaviour;
}

export interface ForwardingModel {
  /** `<provider>/<product>`, e.g. `alicloud/clb-l4`. */
  readonly id: string;
  readonly title: string;
  readonly cites: readonly [Citation, ...Citation[]];
  readonly confidence: Confidence;
  /** The first case that holds applies. */
  readonly cases: readonly ForwardingCase[];
}

export type ModelOutcome =
  | { readonly known: true; readonly behaviour: Behaviour }
  /** `candidates` are all behaviours that the unknown settings leave possible. */
  | { readonly known: false; readonly candidates: readonly Behaviour[]; readonly missing: readonly string[] };

type Match = "yes" | "no" | "unknown";

function matches(when: ForwardingCase["when"], settings: Settings): { match: Match; missing: string[] } {
  const missing: string[] = [];
  for (const [name, wanted] of Object.entries(when)) {
    const value = settings[name];
    if (value === undefined) missing.push(name);
    else if (!(Array.isArray(wanted) ? wanted : [wanted]).includes(value))
      return { match: "no", missing: [] };
  }
  return { match: missing.length > 0 ? "unknown" : "yes", missing };
}

/** Applies a model to live settings. An unknown setting that matters gives an unknown, never a guess. */
export function behaviourOf(model: ForwardingModel, settings: Settings): ModelOutcome {
  const candidates: Behaviour[] = [];
  const missing = new Set<string>();
  for (const { when, is } of model.cases) {
    const { match, missing: absent } = matches(when, settings);
    if (match === "no") continue;
    candidates.push(is);
    for (const name of absent) missing.add(name);
    if (match === "yes") break;
  }
  const [only] = candidates;
  const same =
    only !== undefined && candidates.every((other) => JSON.stringify(other) === JSON.stringify(only));
  return same ? { known: true, behaviour: only } : { known: false, candidates, missing: [...missing].sort() };
}
