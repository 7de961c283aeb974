import type { RetryTools } from "../../src/core/retry.ts";
import type { Transport } from "./transport.ts";

/** What one command works with. */
export interface Connection {
  readonly region: string;
  readonly transport: Transport;
  readonly tools: RetryTools;
  readonly signal: AbortSignal;
  /** Random text of this connection; part of the ClientToken (see create-token.ts). */
  readonly nonce: string;
}
