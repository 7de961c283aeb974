import type { Branch, Disposition, Trace } from "../core/trace.ts";

const AT_HOME: ReadonlySet<Disposition> = new Set(["martian-source", "reverse-path", "dropped"]);

/** The connection came back to the client's own node and died there. */
export const diesAtHome = ({ disposition }: Branch): boolean => AT_HOME.has(disposition);

/** Whether some branch ends so. */
export const fails = ({ branches }: Trace, how: Disposition): boolean =>
  branches.some(({ disposition }) => disposition === how);

export const shareOf = (branches: readonly Branch[]): number =>
  branches.reduce((total, { share }) => total + (share ?? 0), 0);
