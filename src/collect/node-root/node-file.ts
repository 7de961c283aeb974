/** A file of a node's root: which node, and where it stands below that root. */
export interface NodeFile {
  readonly node: string;
  readonly file: string;
  readonly text: string;
}
