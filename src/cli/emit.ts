export interface Emitted {
  readonly folder: string;
  readonly files: readonly string[];
}
export async function emitCompanions(..._: unknown[]): Promise<Emitted | undefined> {
  return undefined;
}
