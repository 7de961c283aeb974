/** A file that `--emit` writes. */
export interface EmittedFile {
  /** Path below the folder that was asked for, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Stands in the first line of everything that was written: what carries it may be written again. */
export const MARK = "written by slbctl";
