import { digest } from "../core/digest.ts";
import type { Observed } from "../core/resource.ts";

/** What a plan is bound to: every property, output and owner of what was observed, in an order of its own. */
export const observedDigest = (observed: Observed): string =>
  digest([...observed.resources].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)));
