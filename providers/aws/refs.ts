import type { Ref } from "../../src/core/resource.ts";

/** The ARN of a resource that may not exist yet. */
const idOf = ($ref: string): Ref => ({ $ref, output: "id" });

export const LOAD_BALANCER = idOf("load-balancer");
export const TARGET_GROUP = idOf("target-group");
