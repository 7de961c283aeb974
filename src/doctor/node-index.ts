import { canonicalAddress, canonicalCidr } from "../core/net.ts";
import { idsOf, knownValue, type Topology } from "../core/topology.ts";

/** Nodes by what names them; the first in order of their ids where several claim one. */
export interface NodeIndex {
  readonly byAddress: ReadonlyMap<string, string>;
  readonly byInstanceId: ReadonlyMap<string, string>;
  readonly byInterfaceId: ReadonlyMap<string, string>;
  /** Ranges of pods with their nodes, by the length of the prefix. */
  readonly podRanges: ReadonlyMap<number, ReadonlyMap<string, string>>;
}

/** Networks whose pods get addresses of `spec.podCIDRs`; others give them out by a plan of their own. */
const BY_NODE_RANGE: ReadonlySet<string> = new Set(["flannel", "kube-router", "antrea"]);

function podRangesOf(topology: Topology): NodeIndex["podRanges"] {
  const networks = knownValue(topology, "cluster", "cluster", "networks") ?? [];
  const ranges = new Map<number, Map<string, string>>();
  if (networks.length === 0 || !networks.every((each) => BY_NODE_RANGE.has(each))) return ranges;
  for (const node of [...idsOf(topology, "node")].reverse())
    for (const range of knownValue(topology, "node", node, "podCidrs") ?? []) {
      const bits = Number(range.split("/")[1]);
      const own = ranges.get(bits) ?? new Map<string, string>();
      ranges.set(bits, own.set(canonicalCidr(range) ?? range, node));
    }
  return ranges;
}

const made = new WeakMap<Topology, NodeIndex>();

function build(topology: Topology): NodeIndex {
  const byAddress = new Map<string, string>();
  const byInstanceId = new Map<string, string>();
  const byInterfaceId = new Map<string, string>();
  // Last to first, so that the first of several claimants stays.
  for (const node of [...idsOf(topology, "node")].reverse()) {
    for (const address of knownValue(topology, "node", node, "addresses") ?? [])
      byAddress.set(canonicalAddress(address) ?? address, node);
    const instance = knownValue(topology, "node", node, "instanceId");
    if (instance !== undefined) byInstanceId.set(instance, node);
    for (const id of knownValue(topology, "node", node, "interfaceIds") ?? []) byInterfaceId.set(id, node);
  }
  return { byAddress, byInstanceId, byInterfaceId, podRanges: podRangesOf(topology) };
}

/** Made once for each topology: thousands of walks ask for the same few nodes. Topologies never change. */
export function nodeIndex(topology: Topology): NodeIndex {
  const known = made.get(topology);
  if (known !== undefined) return known;
  const index = build(topology);
  made.set(topology, index);
  return index;
}
