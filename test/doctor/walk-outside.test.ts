import { describe, expect, test } from "vitest";
import { fold } from "../../src/core/topology.ts";
import { flowsFrom } from "../../src/doctor/trace-flows.ts";
import { walk } from "../../src/doctor/walk/walk.ts";
import { type Case, KEPT, models, ONE_ARM, observations, VIP } from "./topologies.ts";

function ends(of: Case): readonly string[] {
  const topology = fold(observations(of));
  const [flow, ...more] = flowsFrom(topology, "outside", { host: VIP, port: 6443 });
  expect(more).toEqual([]);
  if (flow === undefined) throw new Error("no flow");
  return walk(topology, models, flow).branches.map(({ disposition }) => disposition);
}
const ANSWERED = ["delivered", "delivered", "delivered"];

describe("a client outside the cluster", () => {
  test("is never sent back to itself, whatever the load balancer keeps", () => {
    expect(ends({ model: KEPT.id })).toEqual(ANSWERED);
  });

  test("is in another subnet than the backends: an answer by route goes through the gateway", () => {
    expect(ends({ model: ONE_ARM.id, node: () => ({ subnet: "vsw-a" }) })).toEqual(ANSWERED);
    expect(ends({ model: ONE_ARM.id })).toEqual(ANSWERED);
  });

  test("meets the load balancer although kube-proxy catches the address on nodes", () => {
    const services = {
      "shop/web": {
        addresses: [{ address: VIP, ipMode: "VIP" as const }],
        ports: [{ port: 6443, protocol: "TCP" as const }],
      },
    };
    const sick = Array.from({ length: 3 }, () => ({ health: "unhealthy" as const }));
    expect(ends({ services, cluster: { kubeProxyMode: "iptables" }, backends: sick })).toEqual(["refused"]);
  });

  test("a node that is called so goes before", () => {
    const topology = fold(observations({ clients: { outside: { nodes: ["m1"] } } }));
    const [flow] = flowsFrom(topology, "outside", { host: VIP, port: 6443 });
    expect(flow).toEqual({ client: "outside", node: "m1", target: { host: VIP, port: 6443 } });
  });
});
