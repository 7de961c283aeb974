import { describe, expect, test } from "vitest";
import type { Backend, FactTypes } from "../../src/core/facts.ts";
import { fold } from "../../src/core/topology.ts";
import { walk } from "../../src/doctor/walk/walk.ts";
import { type Case, KEPT, models, ONE_ARM, observations, REPLACED, VIP } from "./topologies.ts";

const NODE_PORT = 30443;
const masquerades = [{ by: "flannel", enabled: true, sources: [], exceptDestinations: [] }];

/** A load balancer of Service `shop/web` whose backends are the NodePorts of m1, m2 and m3. */
function web(service: Partial<FactTypes["service"]>, more: Case = {}, backend: Partial<Backend> = {}): Case {
  return {
    backends: Array.from({ length: 3 }, () => ({ port: NODE_PORT, ...backend })),
    services: {
      "shop/web": { ports: [{ port: 6443, protocol: "TCP", nodePort: NODE_PORT }], ...service },
    },
    ...more,
  };
}

function branchesOf(of: Case, client: Partial<FactTypes["client"]> = {}, node = "m1") {
  const topology = fold(observations({ ...of, clients: { it: { nodes: [node], ...client } } }));
  return walk(topology, models, { client: "it", node, target: { host: VIP, port: 6443 } }).branches;
}
const ends = (...args: Parameters<typeof branchesOf>) =>
  Object.fromEntries(branchesOf(...args).map(({ backend, disposition }) => [backend ?? "-", disposition]));

const CLUSTER = { externalTrafficPolicy: "Cluster", endpointNodes: ["m2"] } as const;
const local = (...endpointNodes: readonly string[]) =>
  ({ externalTrafficPolicy: "Local", endpointNodes }) as const;
const pod: Partial<FactTypes["client"]> = { network: "pod" };
const unsnated = { masquerades: [{ by: "flannel", enabled: false, sources: [], exceptDestinations: [] }] };

describe("backends that are NodePorts (facts on hairpins, section 1.2, N1 to N6)", () => {
  test.each([
    ["N1, Cluster with a remote endpoint", CLUSTER],
    ["N2, Cluster with an endpoint on the client's node", { ...CLUSTER, endpointNodes: ["m1"] }],
  ])("%s, pod not SNATed: dies on its own node only", (_name, service) => {
    const of = web(service, { cluster: unsnated });
    expect(ends(of, pod)).toEqual({ m1: "reverse-path", m2: "delivered", m3: "delivered" });
  });

  test("N3, Local with the endpoint on the client's node, pod not SNATed: the only backend, and it dies", () => {
    expect(ends(web(local("m1"), { cluster: unsnated }), pod)).toEqual({ m1: "reverse-path" });
  });

  test("N4 and N5, Cluster, SNATed pod and node: as a martian", () => {
    const expected = { m1: "martian-source", m2: "delivered", m3: "delivered" };
    expect(ends(web(CLUSTER, { cluster: { masquerades } }), pod)).toEqual(expected);
    expect(ends(web(CLUSTER))).toEqual(expected);
  });

  test("N6, from another node: answered, by way of kube-proxy on the chosen node", () => {
    const [branch] = branchesOf(web(CLUSTER), {}, "m2").filter(({ backend }) => backend === "m1");
    expect(branch?.disposition).toBe("delivered");
    expect(branch?.steps.map(({ what }) => what.en)).toContainEqual(
      expect.stringContaining("puts m1's address as source"),
    );
  });

  test("Local: nodes without an endpoint fail the health check and get nothing", () => {
    expect(ends(web(local("m2")))).toEqual({ m2: "delivered" });
    expect(branchesOf(web(local("m1"))).map(({ share }) => share)).toEqual([1]);
    // Where nobody says who runs endpoints, all may.
    expect(Object.keys(ends(web({ externalTrafficPolicy: "Local" })))).toEqual(["m1", "m2", "m3"]);
  });

  test("Local: a node that the load balancer calls healthy although nothing runs there is a contradiction", () => {
    const of = web(local("m1"), {}, { health: "healthy" });
    expect(ends(of)).toEqual({ m1: "martian-source", m2: "unknown", m3: "unknown" });
  });

  test("a load balancer that replaces the source cures it here as well", () => {
    expect(new Set(Object.values(ends(web(CLUSTER, { model: REPLACED.id }))))).toEqual(
      new Set(["delivered"]),
    );
  });
});

describe("backends that are pods", () => {
  const node: Case["node"] = (index) => ({ podCidrs: [`10.244.${index}.0/24`] });
  const pods = (networks: readonly string[]): Case => ({
    model: KEPT.id,
    node,
    cluster: { networks },
    backends: [0, 1, 2].map((index) => ({ name: `p${index}`, address: `10.244.${index}.9` })),
  });

  test("are joined to the node that their range is of, where the network goes by these ranges", () => {
    expect(ends(pods(["flannel"]))).toEqual({ m1: "martian-source", m2: "delivered", m3: "delivered" });
  });

  test.each([[["calico"]], [["flannel", "calico"]], [[]]])("and are unknown with %j", (networks) => {
    expect(ends(pods(networks))).toEqual({ p0: "unknown", p1: "unknown", p2: "unknown" });
  });
});

describe("a pod behind a load balancer in one arm", () => {
  const of = (more: Case): Case => ({
    model: ONE_ARM.id,
    node: (index) => ({ subnet: `vsw-${index}` }),
    ...more,
  });

  test("SNATed: by its node's subnet", () => {
    expect(ends(of({ cluster: { masquerades } }), pod)).toEqual({
      m1: "martian-source",
      m2: "delivered",
      m3: "delivered",
    });
  });

  test("not SNATed: every backend is a node of the pod network and answers straight to the pod", () => {
    expect(ends(of({ cluster: unsnated }), pod)).toEqual({
      m1: "reverse-path",
      m2: "reply-bypass",
      m3: "reply-bypass",
    });
  });
});
