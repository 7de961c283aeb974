import { describe, expect, test } from "vitest";
import type { FactTypes } from "../../src/core/facts.ts";
import { fold } from "../../src/core/topology.ts";
import { candidateFlows } from "../../src/doctor/candidate-flows.ts";
import { type Case, observations, VIP } from "./topologies.ts";

const NAME = "shop.example.com";

/** Where a client that names the host may dial, node by node. */
function flows(of: Case, client: Partial<FactTypes["client"]> = {}, host = NAME) {
  const it = { nodes: ["m1", "m2"], dials: [], candidates: [{ host, port: 6443 }], ...client };
  const found = candidateFlows(fold(observations({ ...of, clients: { it } })));
  return found.map(({ node, target }) => [node, target.host, target.port]);
}
const BOTH = ["m1", "m2"].map((node) => [node, NAME, 6443]);
const pod = { network: "pod" } as const;

describe("what clients name is of interest where it leads to a load balancer", () => {
  test("not where nobody knows where it leads", () => {
    expect(flows({})).toEqual([]);
  });

  test("by CoreDNS's own hosts and its rewrites, for pods only", () => {
    const cluster = { dnsHosts: [{ name: NAME, address: VIP }] };
    expect(flows({ cluster }, pod)).toEqual(BOTH);
    expect(flows({ cluster })).toEqual([]);
    const rewritten = { cluster: { dnsRewrites: [{ from: NAME, to: "lb.example.com" }] } };
    const names = { "lb.example.com": { addresses: [VIP] } };
    expect(flows({ ...rewritten, names }, pod)).toEqual(BOTH);
  });

  test("by the hosts file of its node, on that node only, and by a pod's own", () => {
    const node: Case["node"] = (index) => (index === 0 ? { hosts: [{ name: NAME, address: VIP }] } : {});
    expect(flows({ node })).toEqual([["m1", NAME, 6443]]);
    expect(flows({ node }, pod)).toEqual([]);
    expect(flows({}, { ...pod, hosts: [{ name: NAME, address: VIP }] })).toEqual(BOTH);
  });

  test("a host without a port is dialled on every port that is served there", () => {
    const mentions = { candidates: [], mentions: [VIP] };
    expect(flows({}, mentions)).toEqual(["m1", "m2"].map((node) => [node, VIP, 6443]));
  });

  test("the address of a Service's load balancer, whether or not the load balancer itself was read", () => {
    const services = {
      "shop/web": {
        addresses: [{ address: "203.0.113.7", ipMode: "VIP" as const }],
        ports: [{ port: 443, protocol: "TCP" as const }],
      },
    };
    const found = flows({ services }, { candidates: [], mentions: ["203.0.113.7"], nodes: ["m1"] });
    expect(found).toEqual([["m1", "203.0.113.7", 443]]);
  });
});
