import { describe, expect, test } from "vitest";
import { observed } from "../../src/core/observation.ts";
import { fold } from "../../src/core/topology.ts";
import { variantsOf } from "../../src/doctor/walk/model-settings.ts";
import { walk } from "../../src/doctor/walk/walk.ts";
import { diagnosed } from "./diagnosed.ts";
import { type Case, KEPT, models, ORIGIN, observations, REPLACED, SWITCHED, VIP } from "./topologies.ts";

/** A cluster of which every master is known, and no load balancer. */
const bare: Case = {
  addresses: [],
  balancer: { addresses: undefined as never, model: undefined as never },
  listener: { backends: undefined as never },
};
const plausible = (of: Case, node = "m1", host = VIP) =>
  walk(fold(observations(of)), models, { client: "kubelet", node, target: { host, port: 6443 } }).plausible;
const outcomes = (of: Case, node?: string, host?: string) =>
  plausible(of, node, host)?.map(({ models: ids, share, disposition }) => [ids, share, disposition]);

describe("an address that a load balancer has to be behind and that nothing explains", () => {
  test("each outcome that the known products leave open, and the assumption that settles it", () => {
    const dies = outcomes(bare)?.find(([, , disposition]) => disposition === "martian-source");
    expect(dies?.[0]).toContain(KEPT.id);
    expect(dies?.[0]).toContain(SWITCHED.id);
    expect(dies?.[1]).toBeCloseTo(1 / 3, 9);
    const answered = outcomes(bare)?.find(([, share]) => share === 0);
    expect(answered?.[0]).toEqual(expect.arrayContaining([REPLACED.id, SWITCHED.id]));
    expect(answered?.[0]).not.toContain(KEPT.id);
    expect(plausible(bare)?.map(({ assume }) => assume)).toContain(`${VIP}=${KEPT.id}`);
  });

  test("the diagnosis cannot tell, says what is possible, and how it is settled", () => {
    const { findings, inconclusive } = diagnosed(bare);
    expect(findings.filter(({ category }) => category === "hairpin")).toEqual([]);
    const [first] = inconclusive.filter(({ code }) => code === "SLB101");
    const open = first?.missing.find(({ fact }) => fact.startsWith("balancer.addresses"));
    expect(open?.reason.en).toContain(`33 % of new connections hang (--assume ${VIP}=`);
    expect(open?.reason.zh).toContain("33 % 的新连接会挂起");
    expect(open?.howToProvide).toContain(`--assume ${VIP}=MODEL`);
  });

  test("kubelets of several masters that dial it say so as well; those of one do not", () => {
    const host = "10.8.8.8";
    const dialled = (nodes: readonly string[]): Case => ({
      ...bare,
      clients: { kubelet: { nodes, dials: [{ host, port: 6443 }] } },
    });
    expect(outcomes(dialled(["m1", "m2"]), "m1", host)?.length).toBeGreaterThan(1);
    expect(outcomes(dialled(["m1"]), "m1", host)).toBeUndefined();
  });
});

test("for every behaviour of a product the fewest settings that lead to it", () => {
  expect(variantsOf(SWITCHED)).toEqual([{ preserveClientIp: true }, { preserveClientIp: false }]);
  expect(variantsOf(KEPT)).toEqual([{}]);
});

test("a name that a hosts file leads to an unexplained address is judged by that address", () => {
  const name = "api.example.com";
  const hosts = [{ name, address: "10.8.8.8" }];
  const named: Case = {
    ...bare,
    cluster: { controlPlaneEndpoint: { host: name, port: 6443 } },
    node: () => ({ hosts }),
  };
  expect(plausible(named, "m1", name)?.map(({ assume }) => assume)).toContain(`10.8.8.8=${KEPT.id}`);
});

test("thousands of nodes that are no backends are walked for once", () => {
  const workers = Array.from({ length: 5000 }, (_, index) => `w${index}`);
  const seen = [
    ...observations(bare),
    ...workers.map((name) => observed("node", name, "subnet", "s", ORIGIN)),
  ];
  const topology = fold(seen);
  const began = performance.now();
  for (const node of workers)
    walk(topology, models, { client: "kubelet", node, target: { host: VIP, port: 6443 } });
  // One by one these would be 5,000 walks for every way in which a product may behave.
  expect(performance.now() - began).toBeLessThan(2000);
});
