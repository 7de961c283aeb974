import type { Trace } from "../core/trace.ts";

/** What is dialled, as it is written: `api.example.com:6443`, `[fd00::9]:6443`. */
export const dialled = ({ flow: { target } }: Trace): string =>
  target.host.includes(":") ? `[${target.host}]:${target.port}` : `${target.host}:${target.port}`;
