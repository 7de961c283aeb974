import type { Origin } from "../core/fact.ts";
import { canonicalAddress } from "../core/net.ts";
import { type Observation, observed } from "../core/observation.ts";
import { factOf, idsOf, knownValue, type Topology } from "../core/topology.ts";

const joinedBy = (way: string): Origin => ({ kind: "default", source: `joined to its instance by ${way}` });

type Way = "instance id" | "address" | "host name";

/** The one node that this claims; undefined where none or several do. */
const single = (nodes: readonly string[]): string | undefined =>
  new Set(nodes).size === 1 ? nodes[0] : undefined;

const firstLabel = (name: string): string => name.toLowerCase().split(".")[0] ?? "";

interface Claim {
  readonly instance: string;
  readonly node: string;
  readonly way: Way;
}

/** Nodes by what could join them, made once for all instances. */
function finderOf(topology: Topology): (instance: string) => Claim | undefined {
  const byInstance = new Map<string, string[]>();
  const byAddress = new Map<string, string[]>();
  const byName = new Map<string, string[]>();
  const put = (index: Map<string, string[]>, key: string, node: string) =>
    index.set(key, [...(index.get(key) ?? []), node]);
  for (const node of idsOf(topology, "node")) {
    const id = factOf(topology, "node", node, "instanceId");
    if (id.state === "known") put(byInstance, id.value, node);
    // A node that says which instance it is, or about which sources quarrel, is no other one.
    if (id.state !== "unknown") continue;
    for (const address of knownValue(topology, "node", node, "addresses") ?? [])
      put(byAddress, canonicalAddress(address) ?? address, node);
    put(byName, firstLabel(node), node);
  }
  return (instance) => {
    const claim = (way: Way, nodes: readonly string[]): Claim | undefined => {
      const node = single(nodes);
      return node === undefined ? undefined : { instance, node, way };
    };
    const stated = byInstance.get(instance);
    if (stated !== undefined) return claim("instance id", stated);
    const addresses = knownValue(topology, "instance", instance, "addresses") ?? [];
    const addressed = addresses.flatMap((each) => byAddress.get(canonicalAddress(each) ?? each) ?? []);
    if (addressed.length > 0) return claim("address", addressed);
    const names = knownValue(topology, "instance", instance, "names") ?? [];
    return claim(
      "host name",
      names.flatMap((name) => byName.get(firstLabel(name)) ?? []),
    );
  };
}

/**
 * What clouds say of their machines, as facts of the nodes that run on them: clouds know instances, Kubernetes knows
 * names. Joined by instance id, else by address, else by host name; where several claim each other, nothing is joined.
 */
export function* joinInstances(topology: Topology): Iterable<Observation> {
  const find = finderOf(topology);
  const claims = idsOf(topology, "instance")
    .map(find)
    .filter((claim) => claim !== undefined);
  const rivals = new Map<string, number>();
  for (const { node } of claims) rivals.set(node, (rivals.get(node) ?? 0) + 1);
  for (const { instance, node, way } of claims) {
    if (rivals.get(node) !== 1) continue;
    const origin = joinedBy(way);
    if (way !== "instance id" && !instance.startsWith("eni-"))
      yield observed("node", node, "instanceId", instance, origin);
    for (const fact of ["addresses", "interfaceIds", "zone", "subnet"] as const) {
      const value = knownValue(topology, "instance", instance, fact);
      if (value !== undefined) yield observed("node", node, fact, value, origin);
    }
  }
}

/** `--map ID=NODE` as facts: an address, a network interface, or else an instance. */
export function mapped(id: string, node: string): Observation {
  const origin: Origin = { kind: "assumed", source: `--map ${id}=${node}` };
  const address = canonicalAddress(id);
  if (address !== undefined) return observed("node", node, "addresses", [address], origin);
  return id.startsWith("eni-")
    ? observed("node", node, "interfaceIds", [id], origin)
    : observed("node", node, "instanceId", id, origin);
}
