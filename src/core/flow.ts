import type { HostPort } from "./facts.ts";

/** Somebody who opens new connections to an address, from one node. */
export interface Flow {
  /** Subject id of the client. */
  readonly client: string;
  readonly node: string;
  readonly target: HostPort;
  /** Only the backend on the client's own node can be healthy: the others are not built yet. */
  readonly alone?: true;
  /** The client is no node of the cluster and in none of its subnets; `node` is only what it is called then. */
  readonly outside?: true;
}
