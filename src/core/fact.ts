import type { Text } from "./text.ts";

/** Where a value was read. `assumed` came from `--assume`, `specified` from a slbctl spec, `default` from a product's documented default. */
export interface Origin {
  readonly kind: "observed" | "specified" | "assumed" | "default";
  /** File, command or API call: `nodes/m1/etc/kubernetes/kubelet.conf`, `DescribeTargetGroupAttributes`, … */
  readonly source: string;
  /** Place inside the source: a JSON path, or `line:column`. */
  readonly location?: string;
  /** Byte offset inside the source; turned into a line only for facts that a report shows. */
  readonly offset?: number;
}

export interface Evidenced<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** A value with its evidence, or why there is none. Ignorance is never silently replaced by a default. */
export type Fact<T> =
  | { readonly state: "known"; readonly value: T; readonly origins: readonly [Origin, ...Origin[]] }
  | { readonly state: "unknown"; readonly reason: Text; readonly howToProvide?: string }
  | { readonly state: "conflict"; readonly values: readonly Evidenced<T>[] };

export const unknownFact = (reason: Text, howToProvide?: string): Fact<never> =>
  howToProvide === undefined ? { state: "unknown", reason } : { state: "unknown", reason, howToProvide };
