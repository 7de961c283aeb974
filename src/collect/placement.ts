import type { Origin } from "../core/fact.ts";
import { type Observation, observed } from "../core/observation.ts";

/** Clients that are the API server itself: they run where masters do. */
const ON_MASTERS = new Set(["admission-webhook", "conversion-webhook", "oidc-issuer"]);
/** Clients that run on every node, whether or not their pods were seen. */
const ON_ALL = new Set(["kube-proxy", "cni-agent"]);

const DERIVED: Origin = {
  kind: "default",
  source: "Kubernetes: the API server runs on masters, agents run on every node",
};

/** Puts clients on nodes that no document names for them, from the nodes that were seen. Order does not matter. */
export class Placement {
  private readonly masters = new Set<string>();
  private readonly nodes = new Set<string>();
  private readonly onMasters = new Set<string>();
  private readonly onAll = new Set<string>();
  private readonly placed = new Set<string>();

  see({ subject, fact, reading }: Observation): void {
    if (subject.kind === "node") {
      this.nodes.add(subject.id);
      const isMaster = fact === "roles" && reading.known && (reading.value as string[]).includes("master");
      if (isMaster) this.masters.add(subject.id);
    } else if (subject.kind === "client") {
      if (fact === "nodes") this.placed.add(subject.id);
      if (fact !== "kind" || !reading.known) return;
      if (ON_MASTERS.has(reading.value as string)) this.onMasters.add(subject.id);
      if (ON_ALL.has(reading.value as string)) this.onAll.add(subject.id);
    }
  }

  *observations(): Iterable<Observation> {
    yield* this.place(this.onMasters, this.masters);
    yield* this.place(this.onAll, this.nodes);
  }

  private *place(clients: ReadonlySet<string>, nodes: ReadonlySet<string>): Iterable<Observation> {
    if (nodes.size === 0) return;
    for (const client of clients)
      if (!this.placed.has(client)) yield observed("client", client, "nodes", [...nodes].sort(), DERIVED);
  }
}
