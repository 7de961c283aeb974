import type { HostPort } from "./facts.ts";

/** Somebody who opens new connections to an address, from one node. */
export interface Flow {
  /** Subject id of the client. */
  readonly client: string;
  readonly node: string;
  readonly target: HostPort;
}
