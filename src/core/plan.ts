import type { ResourceId, Value } from "./resource.ts";

export interface Change {
  /** Path inside the resource's props, e.g. `healthCheck.intervalSeconds`. */
  readonly path: string;
  /** `undefined` means absent. */
  readonly from: Value | undefined;
  readonly to: Value | undefined;
}

interface StepBase {
  readonly id: ResourceId;
  readonly kind: string;
}

export interface CreateStep extends StepBase {
  readonly action: "create";
  readonly props: { readonly [key: string]: Value };
  /** Set when this creation is the second half of a replacement. */
  readonly because?: readonly string[];
}

export interface UpdateStep extends StepBase {
  readonly action: "update";
  readonly props: { readonly [key: string]: Value };
  readonly outputs: Readonly<Record<string, string>>;
  readonly changes: readonly Change[];
}

export interface DeleteStep extends StepBase {
  readonly action: "delete";
  readonly props: { readonly [key: string]: Value };
  readonly outputs: Readonly<Record<string, string>>;
  /** Set when this deletion is the first half of a replacement. */
  readonly because?: readonly string[];
}

export type Step = CreateStep | UpdateStep | DeleteStep;

/** Ordered steps that leave no choice for later. Printable, storable, applicable later while the world has not moved. */
export interface Plan {
  readonly schemaVersion: 1;
  readonly kind: "Plan";
  readonly provider: string;
  readonly name: string;
  readonly region: string | undefined;
  readonly intent: "create" | "delete";
  /** Digest of what was observed; `apply` refuses when it differs. */
  readonly observedDigest: string;
  readonly steps: readonly Step[];
  /** Outputs of resources that exist already, for the references of steps. */
  readonly known: Readonly<Record<ResourceId, Readonly<Record<string, string>>>>;
}
