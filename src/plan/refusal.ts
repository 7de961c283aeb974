import type { Text } from "../core/text.ts";

/** Why no plan is made, and the flag or act that would change that. */
export interface Refusal {
  readonly code: "unreadable" | "foreign" | "not-ours" | "replacement" | "protected";
  readonly resource: string;
  readonly text: Text;
  readonly wayOut: Text;
}
