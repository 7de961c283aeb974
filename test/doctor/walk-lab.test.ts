import { describe, expect, test } from "vitest";
import { models as aliyun } from "../../providers/alicloud/models.ts";
import { models as aws } from "../../providers/aws/models.ts";
import type { FactTypes } from "../../src/core/facts.ts";
import type { Behaviour, ForwardingModel, Settings } from "../../src/core/forwarding.ts";
import { fold } from "../../src/core/topology.ts";
import type { Disposition } from "../../src/core/trace.ts";
import { walk } from "../../src/doctor/walk/walk.ts";
import { addressOf, behaviour, type Case, model, observations, VIP } from "./topologies.ts";

const models: ReadonlyMap<string, ForwardingModel> = new Map(
  [...aliyun, ...aws].map((each) => [each.id, each]),
);

/** Clients of the master table (facts on hairpins, section 2): (a) and (b) the host, (c) a pod behind SNAT, (d) one without. */
const HOST: Partial<FactTypes["client"]> = { network: "host" };
const SNATED: Partial<FactTypes["client"]> = { network: "pod", address: addressOf(0) };
const POD: Partial<FactTypes["client"]> = { network: "pod", address: "10.244.0.5" };

/** Where a connection of a client on m1 ends, by backend. */
function ends(client: Partial<FactTypes["client"]>, of: Case, known: ReadonlyMap<string, ForwardingModel>) {
  const topology = fold(observations({ ...of, clients: { it: { ...client, nodes: ["m1"] } } }));
  const trace = walk(topology, known, { client: "it", node: "m1", target: { host: VIP, port: 6443 } });
  return Object.fromEntries(trace.branches.map(({ backend, disposition }) => [backend, disposition]));
}

type Fates = readonly [a: Disposition, b: Disposition, c: Disposition, d: Disposition];
const SELF_DIES: Fates = ["martian-source", "delivered", "martian-source", "reverse-path"];
const ALL_WELL: Fates = ["delivered", "delivered", "delivered", "delivered"];

function fates(of: Case, known: ReadonlyMap<string, ForwardingModel> = models): Fates {
  const on = (client: Partial<FactTypes["client"]>, backend: string) => ends(client, of, known)[backend];
  return [on(HOST, "m1"), on(HOST, "m2"), on(SNATED, "m1"), on(POD, "m1")] as unknown as Fates;
}

describe("models of products end where the master table says (facts on hairpins, section 2)", () => {
  test.each<[row: string, model: string, settings: Settings, Fates]>([
    // Rows alibaba-clb-l4 to alibaba-alb.
    ["alibaba-clb-l4, wrr", "alicloud/clb-l4", { scheduler: "wrr" }, SELF_DIES],
    ["alibaba-clb-l4, tch", "alicloud/clb-l4", { scheduler: "tch" }, SELF_DIES],
    ["alibaba-clb-l7", "alicloud/clb-l7", { scheduler: "wrr" }, ALL_WELL],
    [
      "alibaba-nlb, preserve on",
      "alicloud/nlb",
      { targetType: "instance", preserveClientIp: true, crossZone: true },
      SELF_DIES,
    ],
    ["alibaba-nlb, preserve off", "alicloud/nlb", { preserveClientIp: false, crossZone: true }, ALL_WELL],
    ["alibaba-nlb, IP group", "alicloud/nlb", { targetType: "ip", crossZone: true }, ALL_WELL],
    ["alibaba-alb", "alicloud/alb", {}, ALL_WELL],
    // Rows aws-nlb instance targets, ip targets, UDP, and aws-clb, aws-alb.
    [
      "aws-nlb, preserve on",
      "aws/nlb",
      { protocol: "TCP", preserveClientIp: true, crossZone: true },
      SELF_DIES,
    ],
    [
      "aws-nlb, preserve off",
      "aws/nlb",
      { protocol: "TCP", preserveClientIp: false, crossZone: true },
      ALL_WELL,
    ],
    [
      "aws-nlb, UDP keeps whatever is set",
      "aws/nlb",
      { protocol: "UDP", preserveClientIp: false, crossZone: true },
      SELF_DIES,
    ],
    ["aws-alb", "aws/alb", {}, ALL_WELL],
  ])("%s", (_row, id, settings, expected) => {
    expect(fates({ model: id, settings })).toEqual(expected);
  });
});

describe("mechanisms end as they were measured (facts on hairpins, section 1.2)", () => {
  const subnet = (name: string) => ({ subnet: name });
  const near: Case["node"] = () => subnet("vsw-a");
  const far: Case["node"] = (index) => subnet(`vsw-${index}`);

  test.each<[lab: string, Behaviour, Case["node"], Fates]>([
    ["E1 E2 E4 E5: fabric, source kept", behaviour(), near, SELF_DIES],
    ["E1 E2 E4 E5: the same in different subnets", behaviour(), far, SELF_DIES],
    ["E3 E5c: fabric, full NAT", behaviour({ source: "translator" }), near, ALL_WELL],
    [
      "L1 L2: one-arm, source kept, same subnet: other backends die too",
      behaviour({ reply: "by-route" }),
      near,
      ["martian-source", "reply-bypass", "martian-source", "reverse-path"],
    ],
    ["L3 L3b: one-arm, full NAT", behaviour({ reply: "by-route", source: "translator" }), near, ALL_WELL],
    // Section 2, f5 one-arm: "all same-subnet"; a client elsewhere gets its answer by way of the gateway.
    ["f5 one-arm, other subnet", behaviour({ reply: "by-route" }), far, SELF_DIES],
    // Section 2, octavia-ovn on a logical switch: automatic hairpin SNAT.
    ["octavia-ovn: SNAT to self", behaviour({ onSelf: "snat" }), near, ALL_WELL],
    [
      "a fabric that discards what returns to its sender",
      behaviour({ onSelf: "drop" }),
      near,
      ["dropped", "delivered", "dropped", "dropped"],
    ],
    // Section 3.11: a transparent proxy binds the client's address, so that self breaks as with a kept source.
    [
      "haproxy usesrc clientip, nginx transparent",
      behaviour({ destination: "new-connection", source: "spoofed" }),
      near,
      SELF_DIES,
    ],
  ])("%s", (_lab, is, node, expected) => {
    const known = new Map([["lab", model("lab", is)]]);
    expect(fates({ model: "lab", ...(node === undefined ? {} : { node }) }, known)).toEqual(expected);
  });

  test("one-arm without known subnets is unknown for others, and names the fact", () => {
    const known = new Map([["lab", model("lab", behaviour({ reply: "by-route" }))]]);
    const topology = fold(observations({ model: "lab" }));
    const flow = { client: "kubelet", node: "m1", target: { host: VIP, port: 6443 } };
    const others = walk(topology, known, flow).branches.filter(({ backend }) => backend !== "m1");
    expect(others.map(({ disposition, missing }) => [disposition, missing])).toEqual([
      ["unknown", ["node.subnet"]],
      ["unknown", ["node.subnet"]],
    ]);
  });

  test("what a product does with its own sender is unknown where nobody has looked", () => {
    const known = new Map([["lab", model("lab", behaviour({ onSelf: "unknown" }))]]);
    expect(ends(HOST, { model: "lab" }, known)).toEqual({
      m1: "unknown",
      m2: "delivered",
      m3: "delivered",
    });
  });

  // E7, E7b: the VIP is a local address of the node (LVS-DR, GCP, kube-ipvs0): always local, never another backend.
  test.each([
    ["host", HOST],
    ["pod", POD],
  ])("E7: VIP local to the node, %s", (_name, client) => {
    const of: Case = { model: "aws/alb", node: () => ({ localVips: [VIP] }) };
    expect(ends(client, of, models)).toEqual({ m1: "always-local" });
  });
});

describe("zones that nobody stated", () => {
  const nlb = (preserveClientIp: boolean): Case => ({
    model: "aws/nlb",
    settings: { protocol: "TCP", preserveClientIp, crossZone: false },
  });

  test("do not matter where every backend would be reached", () => {
    const of = observations({ ...nlb(false), clients: { it: { nodes: ["m1"] } } });
    const flow = { client: "it", node: "m1", target: { host: VIP, port: 6443 } };
    const { branches } = walk(fold(of), models, flow);
    expect(branches.map(({ disposition, share }) => [disposition, share])).toEqual([["delivered", 1]]);
  });

  test("leave it unknown where one of them would not", () => {
    expect(ends(HOST, nlb(true), models)).toEqual({ undefined: "unknown" });
  });
});

describe("probabilities (facts on hairpins, section 1.3)", () => {
  const dies = (of: Case, target = VIP) => {
    const topology = fold(observations(of));
    const trace = walk(topology, models, {
      client: "kubelet",
      node: "m1",
      target: { host: target, port: 6443 },
    });
    const share = trace.branches
      .filter(({ disposition }) => disposition === "martian-source")
      .reduce((sum, branch) => sum + (branch.share ?? Number.NaN), 0);
    return { share, mode: trace.mode };
  };
  const clb = { model: "alicloud/clb-l4", settings: { scheduler: "wrr" } };
  const nlb = (crossZone: boolean): Case => ({
    model: "aws/nlb",
    settings: { protocol: "TCP", preserveClientIp: true, crossZone },
    backends: ["a", "b", "c"].map((zone) => ({ zone })),
    addresses: ["a", "b", "c"].map((zone, index) => ({ address: `10.9.9.${index + 1}`, zone })),
    balancer: { names: ["api.example.com"] },
  });

  test.each([1, 2, 3, 5, 7])("1/N with %i equal backends", (masters) => {
    expect(dies({ ...clb, masters }).share).toBeCloseTo(1 / masters, 10);
  });

  test("own weight by the sum of weights, which only wrr looks at", () => {
    const backends = [{ weight: 20 }, { weight: 30 }, { weight: 50 }];
    expect(dies({ ...clb, backends }).share).toBeCloseTo(0.2, 10);
    expect(dies({ ...clb, settings: { scheduler: "tch" }, backends }).share).toBeCloseTo(1 / 3, 10);
  });

  test("weight 0 and unhealthy backends get nothing; the only healthy one gets all", () => {
    expect(dies({ ...clb, backends: [{ weight: 0 }] }).share).toBe(0);
    expect(dies({ ...clb, backends: [{}, { health: "unhealthy" }, { weight: 0 }] }).share).toBe(1);
    expect(dies({ ...clb, backends: [{ health: "unhealthy" }] }).share).toBe(0);
  });

  test("source hashing is fixed per client, never 1/N of connections", () => {
    expect(dies({ ...clb, settings: { scheduler: "sch" } }).mode).toBe("per-client");
    expect(dies(clb).mode).toBe("per-connection");
  });

  test("zonal: all at the own zone's address, none at another's, one in three by name", () => {
    expect(dies(nlb(false), "10.9.9.1").share).toBeCloseTo(1, 10);
    expect(dies(nlb(false), "10.9.9.2").share).toBe(0);
    expect(dies(nlb(false), "api.example.com")).toEqual({
      share: expect.closeTo(1 / 3, 10),
      mode: "per-address",
    });
    expect(dies(nlb(true), "10.9.9.2").share).toBeCloseTo(1 / 3, 10);
  });
});
