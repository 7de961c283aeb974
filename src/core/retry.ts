import { ProviderFault } from "./error.ts";

export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  readonly baseMs: number;
  readonly capMs: number;
}

/** Seven attempts, 0.5 s doubling to 8 s: about 30 s of patience (full jitter halves it on average). */
export const DEFAULT_RETRY: RetryPolicy = { attempts: 7, baseMs: 500, capMs: 8000 };

export interface RetryTools {
  /** Resolves after so many milliseconds, rejects when interrupted. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Milliseconds to wait before attempt `attempt + 1`: full jitter, never less than the server's hint. */
function backoffMs(policy: RetryPolicy, attempt: number, random: number, hintMs = 0): number {
  return Math.max(hintMs, Math.floor(random * Math.min(policy.capMs, policy.baseMs * 2 ** (attempt - 1))));
}

/** Repeats `call` while it fails with a ProviderFault that `again` accepts (default: `retry` and `not-yet`). */
export async function withRetry<T>(
  call: (attempt: number) => Promise<T>,
  tools: RetryTools,
  policy: RetryPolicy = DEFAULT_RETRY,
  again: (fault: ProviderFault) => boolean = ({ fault }) => fault === "retry" || fault === "not-yet",
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call(attempt);
    } catch (error) {
      if (!(error instanceof ProviderFault) || attempt >= policy.attempts || !again(error)) throw error;
      await tools.sleep(backoffMs(policy, attempt, tools.random(), error.retryAfterMs));
    }
  }
}
