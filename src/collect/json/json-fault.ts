/** What is wrong with a source, at a byte offset. */
export class JsonFault extends Error {
  readonly problem: "malformed" | "truncated" | "too-large";
  readonly offset: number;
  /** For `malformed`: where the value begins that holds the fault, so that it can be examined. */
  readonly valueOffset: number;

  constructor(problem: JsonFault["problem"], offset: number, valueOffset: number, detail: string) {
    super(detail);
    this.problem = problem;
    this.offset = offset;
    this.valueOffset = valueOffset;
  }
}
