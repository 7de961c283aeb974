import { at } from "../fields.ts";

export const isTopologyHeader = (value: unknown): boolean => at(value, "slbctl") === "topology";

/** An object with `subject` and `fact` is a line of a topology file; nothing else that is known has both. */
export const isTopologyLine = (value: unknown): boolean =>
  isTopologyHeader(value) || (at(value, "subject") !== undefined && typeof at(value, "fact") === "string");
