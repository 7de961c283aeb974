import type { RetryTools } from "../../src/core/retry.ts";
import type { Send } from "./sdk.ts";

/** What one command works with. */
export interface Connection {
  readonly region: string;
  /** For messages: where calls go. */
  readonly endpoint: string;
  readonly send: Send;
  readonly tools: RetryTools;
  readonly signal: AbortSignal;
  /** ARNs that this connection created: not finding one of these only means "not yet". */
  readonly created: Set<string>;
  /** VPC by load balancer name, as far as this connection has seen it. */
  readonly vpcs: Map<string, string>;
  readonly close: () => void;
}
