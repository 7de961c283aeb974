import type { Ref } from "../../src/core/resource.ts";

/** The id of a resource that may not exist yet. */
export const idOf = ($ref: string): Ref => ({ $ref, output: "id" });

export const LOAD_BALANCER = idOf("load-balancer");
