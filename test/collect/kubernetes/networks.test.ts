import { describe, expect, it } from "vitest";
import { idsOf, knownValue } from "../../../src/core/topology.ts";
import { sourcesOf } from "../../../src/doctor/walk/source-of.ts";
import { collected, listOf } from "../evidence.ts";
import { node, pod } from "../objects.ts";

const daemonSet = (name: string, container: object) => ({
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name, namespace: "kube-system" },
  spec: { template: { spec: { containers: [container] } } },
});
const POOL = "192.168.0.0/16";
const installation = (natOutgoing?: string) => ({
  apiVersion: "operator.tigera.io/v1",
  kind: "Installation",
  metadata: { name: "default" },
  spec: {
    calicoNetwork: { ipPools: [{ cidr: POOL, ...(natOutgoing === undefined ? {} : { natOutgoing }) }] },
  },
});
const livePool = (natOutgoing: boolean) => ({
  apiVersion: "crd.projectcalico.org/v1",
  kind: "IPPool",
  metadata: { name: "default-ipv4-ippool" },
  spec: { cidr: POOL, natOutgoing },
});
const agent = (address: string) =>
  daemonSet("cilium", {
    name: "cilium-agent",
    env: [
      { name: "KUBERNETES_SERVICE_HOST", value: address },
      { name: "KUBERNETES_SERVICE_PORT", value: "6443" },
    ],
  });

const read = async (...objects: readonly object[]) =>
  (await collected({ "dump.json": listOf(node("w1", "10.0.0.9", false), ...objects) })).topology;
const translates = async (...objects: readonly object[]) => {
  const rules = knownValue(await read(...objects), "cluster", "cluster", "masquerades") ?? [];
  return rules.map(({ by, enabled }) => [by, enabled]);
};

describe("what decides the source of pods' traffic (facts on hairpins, section 6)", () => {
  const ovn = (env: readonly object[], command: readonly string[] = []) =>
    daemonSet("ovnkube-node", { name: "ovnkube-controller", env, command });
  const variable = (value: string) => [{ name: "OVN_DISABLE_SNAT_MULTIPLE_GWS", value }];

  it.each([
    ["its variable, off", ovn(variable("false")), [["ovn-kubernetes", true]]],
    ["its variable, on", ovn(variable("true")), [["ovn-kubernetes", false]]],
    [
      "its flag in a script",
      ovn([], ["bash", "-c", "exec ovnkube --init-node n --disable-snat-multiple-gws"]),
      [["ovn-kubernetes", false]],
    ],
    ["neither", ovn([]), []],
  ])("OVN-Kubernetes, %s", async (_name, object, expected) => {
    expect(await translates(object)).toEqual(expected);
    expect(knownValue(await read(object), "cluster", "cluster", "networks")).toEqual(["ovn-kubernetes"]);
  });

  it.each([
    [undefined, true],
    ["Enabled", true],
    ["Disabled", false],
  ])("Calico's operator, natOutgoing %s", async (stated, enabled) => {
    expect(await translates(installation(stated))).toEqual([["calico-operator", enabled]]);
  });

  it("a live pool goes before what the operator was told once", async () => {
    const flow = { client: "p", node: "w1", target: { host: "10.9.9.9", port: 443 } };
    const client = pod("p", { node: "w1", args: ["--url=https://10.9.9.9"] });
    const of = async (...objects: readonly object[]) => {
      const topology = await read(client, ...objects);
      const [id = ""] = idsOf(topology, "client");
      return sourcesOf(topology, { ...flow, client: id }, "10.9.9.9").candidates.map(
        (each) => each.sourceIsNodes,
      );
    };
    expect(await of(installation("Enabled"))).toEqual([true]);
    expect(await of(installation("Enabled"), livePool(false))).toEqual([false]);
  });

  it("an Installation of somebody else says nothing; Felix's settings name the network", async () => {
    expect(await translates({ ...installation(), apiVersion: "example.com/v1" })).toEqual([]);
    const felix = {
      apiVersion: "crd.projectcalico.org/v1",
      kind: "FelixConfiguration",
      metadata: { name: "default" },
    };
    expect(knownValue(await read(felix), "cluster", "cluster", "networks")).toEqual(["calico"]);
  });

  it("Terway: shared ENIs are not translated, of exclusive ones nothing is claimed", async () => {
    expect(await translates(daemonSet("terway-eniip", { name: "terway" }))).toEqual([["terway", false]]);
    expect(await translates(daemonSet("terway-eni", { name: "terway" }))).toEqual([]);
  });
});

describe("Cilium's k8sServiceHost", () => {
  const CILIUM = "kube-system/daemonset/cilium";
  const configured = (address: string) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "cilium-config", namespace: "kube-system" },
    data: { "k8s-service-host": address, "k8s-service-port": "6443" },
  });

  it.each([
    ["in the DaemonSet", agent("10.0.0.100")],
    ["in cilium-config", configured("10.0.0.100")],
  ])("%s is dialled by the agent on every node", async (_where, object) => {
    const topology = await read(object);
    expect(knownValue(topology, "client", CILIUM, "kind")).toBe("cni-agent");
    expect(knownValue(topology, "client", CILIUM, "dials")).toEqual([{ host: "10.0.0.100", port: 6443 }]);
    expect(knownValue(topology, "client", CILIUM, "nodes")).toEqual(["w1"]);
  });

  it("a local proxy's address is of no interest", async () => {
    expect(idsOf(await read(agent("127.0.0.1"), configured("localhost")), "client")).toEqual([]);
  });
});
