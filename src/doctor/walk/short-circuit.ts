import type { Flow } from "../../core/flow.ts";
import { canonicalAddress } from "../../core/net.ts";
import { idsOf, knownValue, type Topology } from "../../core/topology.ts";
import type { Disposition, HopStep } from "../../core/trace.ts";
import { resolveHost } from "./resolve-host.ts";

/** What becomes of a packet that the node itself catches, because its address is a Service's. */
export interface Caught {
  readonly service: string;
  readonly disposition: Disposition;
  readonly missing: readonly string[];
  readonly steps: readonly HopStep[];
  /** Not certain that it is caught: where the balancer answers as well it does not matter. */
  readonly isPossible: boolean;
}

type Entry = { readonly service: string; readonly always: boolean };

const made = new WeakMap<Topology, ReadonlyMap<string, readonly Entry[]>>();
const spelling = (address: string): string => canonicalAddress(address) ?? address;

/** Services by the addresses that kube-proxy catches. `ipMode: Proxy` and host names are dialled for real (KEP-1860). */
function byAddress(topology: Topology): ReadonlyMap<string, readonly Entry[]> {
  const known = made.get(topology);
  if (known !== undefined) return known;
  const index = new Map<string, Entry[]>();
  const put = (address: string, service: string, always: boolean) => {
    const list = index.get(spelling(address));
    if (list === undefined) index.set(spelling(address), [{ service, always }]);
    else list.push({ service, always });
  };
  for (const id of idsOf(topology, "service")) {
    for (const address of knownValue(topology, "service", id, "clusterIps") ?? []) put(address, id, true);
    for (const address of knownValue(topology, "service", id, "externalIps") ?? []) put(address, id, false);
    for (const { address, ipMode } of knownValue(topology, "service", id, "addresses") ?? [])
      if (ipMode === "VIP") put(address, id, false);
  }
  made.set(topology, index);
  return index;
}

/** Replacements of kube-proxy that program the addresses of load balancers as it does (facts on hairpins, section 4). */
export const REPLACEMENTS = ["cilium", "antrea", "calico"];

function catches(topology: Topology): boolean | undefined {
  const mode = knownValue(topology, "cluster", "cluster", "kubeProxyMode");
  if (mode === undefined) return undefined;
  if (mode !== "none") return true;
  const networks = knownValue(topology, "cluster", "cluster", "networks") ?? [];
  return networks.some((each) => REPLACEMENTS.includes(each)) ? true : undefined;
}

/** Policy Local reaches other nodes' endpoints from inside since 1.15 with iptables (kubernetes/kubernetes#77523). */
const LOCAL_FALLS_BACK_MINOR = 15;

/** Whether a Service of policy Local, without an endpoint on this node, is answered from inside. */
function localAnswers(topology: Topology, flow: Flow): boolean | undefined {
  const mode = knownValue(topology, "cluster", "cluster", "kubeProxyMode");
  // #97081 gave IPVS the same; its first release was not verified, and hosts were still reported failing after it.
  if (mode === "ipvs") return undefined;
  if (mode !== "iptables") return true;
  const version =
    knownValue(topology, "node", flow.node, "kubeletVersion") ??
    knownValue(topology, "cluster", "cluster", "kubernetesVersion");
  const [, minor] = /^v?1\.(\d+)/.exec(version ?? "") ?? [];
  return minor === undefined ? true : Number(minor) >= LOCAL_FALLS_BACK_MINOR;
}

/** Whether the dialled address is a Service's, so that the packet never leaves for a load balancer. */
export function shortCircuit(topology: Topology, flow: Flow): Caught | undefined {
  const index = byAddress(topology);
  if (index.size === 0) return undefined;
  const hosts = resolveHost(topology, flow.target.host, flow.client, flow.node);
  const host = hosts.find((each) => index.has(spelling(each)));
  const entry = (index.get(spelling(host ?? "")) ?? []).find(({ service }) =>
    (knownValue(topology, "service", service, "ports") ?? []).some(({ port }) => port === flow.target.port),
  );
  if (host === undefined || entry === undefined) return undefined;
  const { service, always } = entry;
  const step: HopStep = {
    at: flow.node,
    direction: "request",
    source: flow.node,
    destination: `${host}:${flow.target.port}`,
    what: {
      en: `the node itself catches the address of Service ${service} and sends the connection to one of its endpoints`,
      zh: `节点自身截获 Service ${service} 的地址，并将连接转发到它的某个端点`,
    },
  };
  const is = always ? true : catches(topology);
  const ends = (disposition: Disposition, missing: readonly string[] = []): Caught => ({
    service,
    disposition,
    missing,
    steps: disposition === "unknown" ? [] : [step],
    isPossible: is === undefined,
  });
  if (is === undefined) return ends("unknown", ["cluster.kubeProxyMode"]);
  const isLocal = !always && knownValue(topology, "service", service, "externalTrafficPolicy") === "Local";
  const endpoints = knownValue(topology, "service", service, "endpointNodes");
  if (!isLocal || endpoints?.includes(flow.node) === true) return ends("delivered");
  const answers = localAnswers(topology, flow);
  if (answers === true) return ends("delivered");
  if (endpoints === undefined) return ends("unknown", ["service.endpointNodes"]);
  return answers === false ? ends("dropped") : ends("unknown", ["kube-proxy ipvs with policy Local"]);
}
