import { createHash } from "node:crypto";
import { stableJson } from "./json.ts";

/** SHA-256 (hex) of a value's stable JSON. Pure: hashing is the one thing core takes from `node:` (decision 0001). */
export const digest = (value: unknown): string =>
  createHash("sha256").update(stableJson(value)).digest("hex");
