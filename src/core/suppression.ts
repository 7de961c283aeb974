/** A finding that somebody decided to live with, until a day. */
export interface Suppression {
  readonly code: string;
  /** Glob over the subject or the client's name: `*` is any text, `?` one character. */
  readonly subject: string;
  readonly reason: string;
  /** Last day on which it holds, ISO 8601. */
  readonly until: string;
  /** Where it was written: file, line and column. */
  readonly at: string;
}
