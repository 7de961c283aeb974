import { describe, expect, test } from "vitest";
import { fold } from "../../src/core/topology.ts";
import { variantsOf } from "../../src/doctor/walk/model-settings.ts";
import { walk } from "../../src/doctor/walk/walk.ts";
import { diagnosed } from "./diagnosed.ts";
import { type Case, KEPT, models, observations, REPLACED, SWITCHED, VIP } from "./topologies.ts";

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
