/** An operation that the API refuses. Carries the wire code; everything else that is thrown is a defect. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.status = status;
  }
}

/** The answer of the Query protocol to a request that breaks the model or a rule between parameters. */
export const invalid = (message: string): Refusal => new Refusal("ValidationError", message);
