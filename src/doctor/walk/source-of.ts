import type { Masquerade } from "../../core/facts.ts";
import type { Flow } from "../../core/flow.ts";
import { canonicalAddress, cidrContains } from "../../core/net.ts";
import { knownValue, type Topology } from "../../core/topology.ts";

export interface Source {
  readonly source: string;
  readonly sourceIsNodes: boolean;
}

/** Sources that a packet may carry; several where it is not known whether the network translates. */
export interface Sources {
  readonly candidates: readonly [Source, ...Source[]];
  readonly missing: readonly string[];
}

/** The add-on replaces the rule of whatever network is there (kubernetes-sigs/ip-masq-agent README). */
const AGENT = "ip-masq-agent";
/** What Calico's operator was told once; the pools as they are go before. */
const AT_INSTALLATION = "calico-operator";
/** Leaves the VPC's own ranges alone, which no object of the cluster names. */
const KNOWS_VPC = "aws-vpc-cni";
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];

const within = (ranges: readonly string[], address: string): boolean =>
  ranges.some((range) => cidrContains(range, address));

/** True, false, or undefined where the rule depends on what no source says. */
function translates(rule: Masquerade, destination: string): boolean | undefined {
  if (!rule.enabled || within(rule.exceptDestinations, destination)) return false;
  return rule.by === KNOWS_VPC && within(PRIVATE, destination) ? undefined : true;
}

/** Whether the network puts the node's address as source of what a pod sends to this address. */
function snated(topology: Topology, flow: Flow, destination: string): boolean | undefined {
  const all = knownValue(topology, "cluster", "cluster", "masquerades") ?? [];
  const agents = all.filter(({ by }) => by === AGENT);
  const live = all.some(({ by }) => by === "calico");
  const inForce = all.filter(({ by }) => !(live && by === AT_INSTALLATION));
  const rules = agents.length > 0 ? agents : inForce;
  const pods = knownValue(topology, "cluster", "cluster", "podCidrs") ?? [];
  if (rules.length > 0 && within(pods, destination)) return false;
  const verdicts = new Set(rules.map((rule) => translates(rule, destination)));
  if (rules.length > 0) return verdicts.size === 1 ? [...verdicts][0] : undefined;
  const plugins = (knownValue(topology, "node", flow.node, "cniPlugins") ?? []).flatMap(
    ({ ipMasq }) => ipMasq ?? [],
  );
  return plugins.includes(true) ? true : plugins.length > 0 ? false : undefined;
}

/** The source of a client's packets as they leave its node: the node's own, or the pod's. */
export function sourcesOf(topology: Topology, flow: Flow, destination: string): Sources {
  if (flow.outside === true)
    return { candidates: [{ source: "(outside)", sourceIsNodes: false }], missing: [] };
  const addresses = knownValue(topology, "node", flow.node, "addresses") ?? [];
  const nodes: Source = { source: addresses[0] ?? flow.node, sourceIsNodes: true };
  if ((knownValue(topology, "client", flow.client, "network") ?? "host") === "host")
    return { candidates: [nodes], missing: [] };
  const stated = knownValue(topology, "client", flow.client, "address");
  if (stated !== undefined) {
    const isNodes = addresses.some((each) => canonicalAddress(each) === canonicalAddress(stated));
    return { candidates: [{ source: stated, sourceIsNodes: isNodes }], missing: [] };
  }
  const pods: Source = { source: `(pod on ${flow.node})`, sourceIsNodes: false };
  const is = snated(topology, flow, destination);
  if (is === undefined) return { candidates: [nodes, pods], missing: ["cluster.masquerades"] };
  return { candidates: [is ? nodes : pods], missing: [] };
}
