import type { Flow } from "./flow.ts";
import type { Address } from "./net.ts";
import type { Text } from "./text.ts";

/** How one branch of a walk ends. */
export type Disposition =
  | "delivered"
  /** The packet comes home with its own address as source; the kernel drops it before TCP. */
  | "martian-source"
  /** The receiving node's reverse path check drops it, or its answer goes astray inside the node. */
  | "reverse-path"
  /** The reply goes straight to the client, which does not know the sender and resets. */
  | "reply-bypass"
  | "refused"
  /** Never leaves the node: served by the local backend, even when that one is down. */
  | "always-local"
  | "dropped"
  | "unknown";

export interface HopStep {
  /** Where the packet is: a node, a balancer, the network between. */
  readonly at: string;
  readonly direction: "request" | "reply";
  readonly what: Text;
  readonly source: Address | string;
  readonly destination: Address | string;
}

/** One possible fate of a new connection. The shares of all branches of a trace sum to 1. */
export interface Branch {
  /** Name of the backend that was chosen, where one was. */
  readonly backend: string | undefined;
  /** How many backends that fare alike are told together here; only where a load balancer has very many. */
  readonly alike?: number;
  /** Address of the balancer that was dialled; zonal balancers have several. */
  readonly via: Address | undefined;
  /** Share of new connections that take this branch, 0 to 1; undefined when it is fixed per client and not computable. */
  readonly share: number | undefined;
  readonly disposition: Disposition;
  /** Facts that would have to be known for a definite disposition. */
  readonly missing: readonly string[];
  readonly steps: readonly HopStep[];
}

/** What becomes of the connection if the address is a load balancer of one of these kinds. */
export interface PlausibleKind {
  /** Ids of forwarding models that end alike, under some of their settings at least. */
  readonly models: readonly string[];
  /** Share of new connections that fail, 0 to 1. */
  readonly share: number;
  readonly mode: Trace["mode"];
  /** How those end that fail; where none does, how all end. */
  readonly disposition: Disposition;
  /** An assumption that makes the walk end so, as `--assume` takes it. */
  readonly assume: string;
}

export interface Trace {
  readonly flow: Flow;
  /** Subject id of the balancer that was dialled; undefined when the address leads to none. */
  readonly balancer: string | undefined;
  readonly listener: string | undefined;
  readonly model: string | undefined;
  /** Whether the fate changes per connection, is fixed per client address, or per dialled address. */
  readonly mode: "per-connection" | "per-client" | "per-address";
  readonly branches: readonly Branch[];
  /** The Service whose rules on the client's own node caught the packet: no balancer was in its path. */
  readonly caughtBy?: string;
  /** Where nothing says what the address is, although a load balancer has to be behind it. */
  readonly plausible?: readonly PlausibleKind[];
}
