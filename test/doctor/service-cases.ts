import type { CniPlugin, FactTypes } from "../../src/core/facts.ts";
import type { RuleCode } from "../../src/core/finding.ts";
import type { Expected } from "./expected.ts";
import { type Case, VIP } from "./topologies.ts";

const CLUSTER_IP = "10.96.0.50";
const web: Partial<FactTypes["service"]> = {
  clusterIps: [CLUSTER_IP],
  selector: { app: "web" },
  ports: [{ port: 80, protocol: "TCP" }],
  endpoints: ["10.244.0.7", "10.244.1.7"],
};

/** A pod of Service `shop/web` that dials it, on nodes with this network. */
const own = (
  plugin: Partial<CniPlugin> | undefined,
  more: Case = {},
  service: Partial<FactTypes["service"]> = {},
): Case => ({
  ...more,
  node: () => (plugin === undefined ? {} : { cniPlugins: [{ network: "cbr0", type: "bridge", ...plugin }] }),
  services: { "shop/web": { ...web, ...service } },
  clients: {
    "shop/deployment/web": {
      kind: "pod",
      network: "pod",
      namespace: "shop",
      labels: { app: "web", tier: "front" },
      nodes: ["m1"],
      dials: [{ host: CLUSTER_IP, port: 80 }],
    },
  },
});

/** A client on m1 that dials the address of a Service whose endpoint runs on m2. */
const local = (
  kubeProxyMode: string | undefined,
  kubernetesVersion: string,
  service: Partial<FactTypes["service"]> = {},
): Case => ({
  cluster: { kubernetesVersion, ...(kubeProxyMode === undefined ? {} : { kubeProxyMode }) },
  clients: { pod: { network: "pod", nodes: ["m1"] } },
  services: {
    "shop/web": {
      addresses: [{ address: VIP, ipMode: "VIP" }],
      ports: [{ port: 6443, protocol: "TCP" }],
      externalTrafficPolicy: "Local",
      endpointNodes: ["m2"],
      ...service,
    },
  },
});

const sick = Array.from({ length: 3 }, () => ({ health: "unhealthy" as const }));
const hidden = (more: Case = {}, service: Partial<FactTypes["service"]> = {}): Case => {
  const { clients: _clients, ...rest } = local("iptables", "v1.30.2", {
    endpoints: ["10.244.0.7"],
    ...service,
  });
  return { ...rest, backends: sick, ...more };
};

/** Cases of the rules about Services. */
export const SERVICE_CASES: Readonly<Record<RuleCode, Expected>> = {
  SLB113: {
    fires: [own({}), own({ hairpinMode: false }), own({ type: "flannel" })],
    silent: [
      own({ hairpinMode: true }),
      own({ type: "flannel", hairpinMode: true }),
      own({ type: "calico" }),
      own({}, { cluster: { kubeProxyMode: "none", networks: ["cilium"] } }),
    ],
    cannotTell: [
      own(undefined),
      own({}, {}, { endpoints: undefined as never }),
      // Its own agent sets the flag of each port.
      own({}, { cluster: { networks: ["kube-router"] } }),
    ],
    notApplicable: [{}, own({}, {}, { selector: { app: "api" } }), own({}, {}, { selector: {} })],
  },
  SLB114: {
    fires: [local("iptables", "v1.14.9")],
    silent: [
      local("iptables", "v1.30.2"),
      local("nftables", "v1.33.0"),
      local("ipvs", "v1.14.9", { endpointNodes: ["m1"] }),
    ],
    cannotTell: [local("ipvs", "v1.30.2")],
    notApplicable: [
      {},
      local("ipvs", "v1.14.9", { externalTrafficPolicy: "Cluster" }),
      local("ipvs", "v1.14.9", { addresses: [{ address: VIP, ipMode: "Proxy" }] }),
    ],
  },
  SLB115: {
    fires: [hidden()],
    silent: [hidden({ backends: [{ health: "healthy" }] })],
    cannotTell: [
      hidden({ backends: [] }),
      hidden({}, { endpoints: undefined as never }),
      hidden({ cluster: {} }),
      hidden({ cluster: { kubeProxyMode: "none", networks: ["unheard-of"] } }),
    ],
    notApplicable: [
      {},
      hidden({}, { addresses: [{ address: VIP, ipMode: "Proxy" }] }),
      hidden({}, { ports: [{ port: 443, protocol: "TCP" }] }),
    ],
  },
};
