/** An answer of the API that says no. */
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

/** The code for values that are out of range or do not go together. */
export const invalid = (message: string): Refusal => new Refusal("InvalidParameter", message);
