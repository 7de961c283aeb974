import type { KindDescription } from "../core/provider.ts";
import type { Observed, Resource } from "../core/resource.ts";

/** What a plan is made from. */
export interface PlanRequest {
  readonly provider: string;
  readonly name: string;
  readonly region: string | undefined;
  readonly intent: "create" | "delete";
  /** The compiled wish; empty to delete everything that is ours. */
  readonly wishes: readonly Resource[];
  readonly observed: Observed;
  readonly kinds: Readonly<Record<string, KindDescription>>;
  /** Take over what has the name but not our tag. */
  readonly adopt: boolean;
  /** Allow delete-and-create where a difference cannot be changed in place. */
  readonly replace: boolean;
}
