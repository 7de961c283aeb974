/** What can go wrong with a request, on purpose. */
export const FAULT_KINDS = [
  /** The API says "too many requests"; nothing is carried out. */
  "throttle",
  /** The API says "internal error"; nothing is carried out. */
  "internal",
  /** The API says "unavailable"; nothing is carried out. */
  "unavailable",
  /** The operation is carried out at once, the answer comes later. */
  "latency",
  /** The operation is carried out, then the connection ends without an answer. */
  "lost-response",
  /** The operation is carried out, the connection ends in the middle of the answer's body. */
  "cut",
  /** The operation is carried out, the answer is a 200 with a body that makes no sense. */
  "malformed",
  /** The connection ends before anything is carried out. */
  "refuse-before",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** First and last, both included; the last may be Infinity. */
export type NumberRange = readonly [from: number, to: number];

/** Hits the requests for which everything that is given holds; every request when nothing is given. */
export interface FaultRule {
  readonly kind: FaultKind;
  /** For `latency` only. */
  readonly latencyMs?: number;
  /** Numbers of requests, as in the request log. */
  readonly requests?: NumberRange;
  /** Name of an operation. */
  readonly action?: string;
  /** Which times of those that this operation is asked for in this run, from 1; absent: every time. */
  readonly occurrences?: NumberRange;
  /** Share of the requests that otherwise match, 0 to 100. */
  readonly percent?: number;
}

/** What was decided for one request. */
export interface Injected {
  readonly kind: Exclude<FaultKind, "latency"> | undefined;
  readonly latencyMs: number;
  /** For the log, e.g. `latency=500+cut`; undefined when nothing was injected. */
  readonly text: string | undefined;
}

export interface FaultPlan {
  /** Decides for one request; has to be asked exactly once for each, in their order. */
  decide(number: number, action: string): Injected;
}

const within = (range: NumberRange | undefined, value: number): boolean =>
  range === undefined || (value >= range[0] && value <= range[1]);

/** Uniform in [0, 1), the same sequence for the same seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let a = seed | 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Delays of all rules that hit add up; of the rest the first that hits counts. */
export function planFaults(rules: readonly FaultRule[], seed = 1): FaultPlan {
  const random = seededRandom(seed);
  const asked = new Map<string, number>();
  return {
    decide(number, action) {
      const occurrence = (asked.get(action) ?? 0) + 1;
      asked.set(action, occurrence);
      const hits = rules.filter(
        (rule) =>
          within(rule.requests, number) &&
          (rule.action === undefined || rule.action === action) &&
          within(rule.occurrences, occurrence) &&
          (rule.percent === undefined || random() * 100 < rule.percent),
      );
      const latencyMs = hits.reduce((sum, rule) => sum + (rule.latencyMs ?? 0), 0);
      const kind = hits.map((rule) => rule.kind).find((each) => each !== "latency");
      const parts = [...(latencyMs > 0 ? [`latency=${latencyMs}`] : []), ...(kind ? [kind] : [])];
      return { kind, latencyMs, text: parts.length > 0 ? parts.join("+") : undefined };
    },
  };
}
