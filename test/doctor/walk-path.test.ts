import { describe, expect, test } from "vitest";
import type { FactTypes } from "../../src/core/facts.ts";
import { observed } from "../../src/core/observation.ts";
import { fold, knownValue } from "../../src/core/topology.ts";
import { clientsOfMasters } from "../../src/doctor/flows-of-masters.ts";
import { walk } from "../../src/doctor/walk/walk.ts";
import { type Case, KEPT, models, ONE_ARM, ORIGIN, observations, REPLACED, VIP } from "./topologies.ts";

type Service = Partial<FactTypes["service"]>;
const WEB: Service = {
  type: "LoadBalancer",
  addresses: [{ address: VIP, ipMode: "VIP" }],
  ports: [{ port: 6443, protocol: "TCP" }],
};

/** How a connection of a client on m1 ends on each backend. */
function ends(of: Case, service: Service = {}, host = VIP): Readonly<Record<string, string>> {
  const facts = Object.entries(service).map(([fact, value]) =>
    observed("service", "default/web", fact as never, value as never, ORIGIN),
  );
  const clients = { it: { nodes: ["m1"], ...of.clients?.["it"] } };
  const topology = fold([...observations({ ...of, clients }), ...facts]);
  const { branches } = walk(topology, models, { client: "it", node: "m1", target: { host, port: 6443 } });
  return Object.fromEntries(branches.map(({ backend, disposition }) => [backend ?? "-", disposition]));
}

const DIES = { m1: "martian-source", m2: "delivered", m3: "delivered" };
const POD_DIES = { m1: "reverse-path", m2: "delivered", m3: "delivered" };
const pod: Partial<FactTypes["client"]> = { network: "pod" };

describe("whether the packet leaves the node (facts on hairpins, section 4)", () => {
  test.each(["iptables", "ipvs", "nftables"])("4.1: %s catches an address of mode VIP", (kubeProxyMode) => {
    expect(ends({ cluster: { kubeProxyMode } }, WEB)).toEqual({ "-": "delivered" });
  });

  test("4.1: an address of mode Proxy, and one that is only a host name, is dialled for real", () => {
    const cluster = { kubeProxyMode: "iptables" };
    expect(ends({ cluster }, { ...WEB, addresses: [{ address: VIP, ipMode: "Proxy" }] })).toEqual(DIES);
    const named = { ...WEB, addresses: [], hostnames: ["api.example.com"] };
    expect(ends({ cluster, balancer: { names: ["api.example.com"] } }, named, "api.example.com")).toEqual(
      DIES,
    );
  });

  test("4.2: a balancer that is no Service's is never caught, unless its address is an external IP", () => {
    const cluster = { kubeProxyMode: "iptables" };
    expect(ends({ cluster })).toEqual(DIES);
    expect(ends({ cluster }, { externalIps: [VIP], ports: [{ port: 6443, protocol: "TCP" }] })).toEqual({
      "-": "delivered",
    });
    expect(ends({ cluster }, { ...WEB, ports: [{ port: 443, protocol: "TCP" }] })).toEqual(DIES);
  });

  test("4.7: Cilium catches in kube-proxy's place; what else replaces it is unknown", () => {
    expect(ends({ cluster: { kubeProxyMode: "none", networks: ["cilium"] } }, WEB)).toEqual({
      "-": "delivered",
    });
    expect(ends({ cluster: { kubeProxyMode: "none" } }, WEB)).toEqual({ "-": "unknown" });
    expect(ends({}, WEB)).toEqual({ "-": "unknown" });
  });

  test("an unknown mode does not matter where the balancer answers as well", () => {
    expect(new Set(Object.values(ends({ model: REPLACED.id }, WEB)))).toEqual(new Set(["delivered"]));
  });

  test.each([
    ["4.3: iptables since 1.15", "iptables", "v1.15.0", ["m2"], "delivered"],
    ["4.3: the same without the leading v", "iptables", "1.30.2", ["m2"], "delivered"],
    ["4.3: iptables before", "iptables", "v1.14.9", ["m2"], "dropped"],
    ["4.4: ipvs, first release of the change not verified", "ipvs", "v1.30.2", ["m2"], "unknown"],
    ["an endpoint on the node itself", "ipvs", "v1.14.9", ["m1"], "delivered"],
  ])("policy Local, %s", (_name, kubeProxyMode, kubernetesVersion, endpointNodes, expected) => {
    const local: Service = { ...WEB, externalTrafficPolicy: "Local", endpointNodes };
    expect(ends({ cluster: { kubeProxyMode, kubernetesVersion } }, local)).toEqual({ "-": expected });
  });

  test("7.3: a hosts entry on the master leads to its own API server; a pod does not see it", () => {
    const of: Case = {
      balancer: { names: ["api.example.com"] },
      node: () => ({ hosts: [{ name: "API.example.com", address: "127.0.0.1" }] }),
    };
    expect(ends(of, {}, "api.example.com")).toEqual({ m1: "delivered" });
    const masquerades = [{ by: "flannel", enabled: true, sources: [], exceptDestinations: [] }];
    const inPod = { ...of, cluster: { masquerades }, clients: { it: pod } };
    expect(ends(inPod, {}, "api.example.com")).toEqual(DIES);
  });
});

describe("which source a pod's packet carries (facts on hairpins, section 6)", () => {
  const rule = (by: string, enabled: boolean, exceptDestinations: readonly string[] = []) => ({
    by,
    enabled,
    sources: [],
    exceptDestinations,
  });
  test.each([
    ["flannel with --ip-masq", [rule("flannel", true)], DIES],
    ["flannel without", [rule("flannel", false)], POD_DIES],
    ["cilium, VIP inside its native routing range", [rule("cilium", true, ["10.0.0.0/8"])], POD_DIES],
    ["cilium, outside", [rule("cilium", true, ["10.244.0.0/16"])], DIES],
    ["terway shared ENI", [rule("terway", false)], POD_DIES],
    [
      "ip-masq-agent replaces the network's rule",
      [rule("flannel", true), rule("ip-masq-agent", true, ["10.0.0.0/8"])],
      POD_DIES,
    ],
    ["aws-vpc-cni, private VIP in no known VPC range: dies either way", [rule("aws-vpc-cni", true)], DIES],
    ["nothing known: dies either way (section 10, rule 6)", [], DIES],
  ])("%s", (_name, masquerades, expected) => {
    expect(ends({ model: KEPT.id, cluster: { masquerades }, clients: { it: pod } })).toEqual(expected);
  });

  test("bridge with ipMasq", () => {
    const node = (ipMasq: boolean) => () => ({ cniPlugins: [{ network: "n", type: "bridge", ipMasq }] });
    expect(ends({ node: node(true), clients: { it: pod } })).toEqual(DIES);
    expect(ends({ node: node(false), clients: { it: pod } })).toEqual(POD_DIES);
  });

  test("1.2, L1 and L2: one arm, the source does not matter in the backends' subnet", () => {
    const of: Case = { model: ONE_ARM.id, node: () => ({ subnet: "s" }), clients: { it: pod } };
    expect(ends(of)).toEqual({ m1: "martian-source", m2: "reply-bypass", m3: "reply-bypass" });
  });
});

describe("clients that kubeadm makes (facts on hairpins, section 7)", () => {
  const made = (of: Case) => fold(clientsOfMasters(fold(observations({ clients: {}, ...of }))));
  const nodes = (of: Case, client: string) => knownValue(made(of), "client", client, "nodes");

  test.each([
    ["v1.18.20", ["m1", "m2", "m3"], ["m1", "m2", "m3"]],
    ["v1.19.1", ["m1", "m2", "m3"], undefined],
    ["1.32.0", ["m1", "m2", "m3"], undefined],
    ["1.33.0", undefined, undefined],
  ])("%s: kubelet and scheduler", (kubernetesVersion, kubelet, scheduler) => {
    expect(nodes({ cluster: { kubernetesVersion } }, "kubelet")).toEqual(kubelet);
    expect(nodes({ cluster: { kubernetesVersion } }, "kube-scheduler")).toEqual(scheduler);
  });

  test("a kubeconfig that was read goes before what is usual", () => {
    const clients = { "kubelet/127.0.0.1:6443": { nodes: ["m2"] } };
    expect(nodes({ clients }, "kubelet")).toEqual(["m1", "m3"]);
  });

  test("without kube-proxy there is none that dials", () => {
    expect(nodes({ cluster: { kubeProxyMode: "none" } }, "kube-proxy")).toBeUndefined();
  });
});
