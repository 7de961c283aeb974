import type { Text } from "./text.ts";

/** Exit statuses of the command line, the same in every output format (docs/architecture.md). */
export const EXIT = {
  fine: 0,
  findings: 1,
  usage: 2,
  environment: 3,
  undecided: 4,
  incomplete: 5,
  defect: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/**
 * What went wrong with a call to the outside, decided once in the adapter:
 * `retry` the server asks for another try · `not-yet` the thing is not there yet · `conflict` somebody else's
 * thing is in the way · `absent` it does not exist · the rest is final and says who has to act.
 */
export type FaultClass =
  | "retry"
  | "not-yet"
  | "absent"
  | "conflict"
  | "quota"
  | "permission"
  | "credentials"
  | "clock"
  | "input"
  | "network"
  | "provider";

/** An error meant for the user. Anything else that is thrown is a defect of slbctl (exit 70). */
export class SlbctlError extends Error {
  readonly text: Text;
  readonly hint: Text | undefined;
  readonly exit: ExitStatus;
  /** Stable, untranslated name such as `spec-invalid`; machine formats carry it. */
  readonly code: string;

  constructor(code: string, exit: ExitStatus, text: Text, options: { hint?: Text; cause?: unknown } = {}) {
    super(text.en, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SlbctlError";
    this.code = code;
    this.exit = exit;
    this.text = text;
    this.hint = options.hint;
  }
}

/** A failed call to a provider, classified. `wireCode` is the provider's own code, e.g. `OperationBusy`. */
export class ProviderFault extends SlbctlError {
  readonly fault: FaultClass;
  readonly wireCode: string | undefined;
  readonly requestId: string | undefined;
  /** Milliseconds after which the server wants to be asked again, where it said so. */
  readonly retryAfterMs: number | undefined;

  constructor(
    fault: FaultClass,
    text: Text,
    details: {
      wireCode?: string;
      requestId?: string;
      retryAfterMs?: number;
      hint?: Text;
      cause?: unknown;
    } = {},
  ) {
    super(`provider-${fault}`, fault === "input" ? EXIT.usage : EXIT.environment, text, details);
    this.name = "ProviderFault";
    this.fault = fault;
    this.wireCode = details.wireCode;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** Thrown where a wait or a new call is given up because the user interrupted. */
export const interrupted = (): SlbctlError =>
  new SlbctlError("interrupted", EXIT.interrupted, { en: "interrupted", zh: "已中断" });
