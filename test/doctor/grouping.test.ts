import { describe, expect, test } from "vitest";
import type { Observation } from "../../src/core/observation.ts";
import { observed } from "../../src/core/observation.ts";
import { render } from "../../src/report/diagnosis-text.ts";
import { reportOf } from "../report/report-of.ts";
import { diagnosed, diagnosedFrom } from "./diagnosed.ts";
import { ORIGIN, observations, VIP } from "./topologies.ts";

/** A DaemonSet on so many nodes, all of them backends of the address that it dials. */
function daemonSet(count: number): readonly Observation[] {
  const nodes = Array.from({ length: count }, (_, index) => ({
    name: `n${String(index).padStart(4, "0")}`,
    address: `10.${1 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`,
  }));
  const backends = nodes.map(({ address }) => ({ address, port: 6443, weight: 1 }));
  return [
    ...observations({ clients: {}, masters: 3, listener: { backends } }),
    ...nodes.flatMap(({ name, address }) => [
      observed("node", name, "roles", ["worker"], ORIGIN),
      observed("node", name, "addresses", [address], ORIGIN),
    ]),
    observed("client", "agent", "kind", "pod", ORIGIN),
    observed("client", "agent", "name", "kube-system/agent", ORIGIN),
    observed("client", "agent", "network", "host", ORIGIN),
    observed(
      "client",
      "agent",
      "nodes",
      nodes.map(({ name }) => name),
      ORIGIN,
    ),
    observed("client", "agent", "dials", [{ host: VIP, port: 6443 }], ORIGIN),
  ];
}

describe("alike findings are one", () => {
  test("with all nodes in the message where they are few", () => {
    const [finding] = diagnosed({}).findings;
    expect(finding?.instances).toEqual({ count: 3, sample: ["m1", "m2", "m3"] });
    expect(finding?.message.en).toMatch(/^one in three new connections of kubelet on m1, m2 and m3 to /);
    expect(finding?.message.zh).toMatch(
      /^m1、m2 和 m3 上的 kubelet 访问 10\.9\.9\.9:6443 时，每 3 个新连接就有 1 个会/,
    );
  });

  test("but not of clients, targets or shares that differ", () => {
    const backends = [{ weight: 50 }, { weight: 25 }, { weight: 25 }];
    const { findings } = diagnosed({ backends, clients: { kubelet: {}, "kube-proxy": {} } });
    expect(
      findings.map(({ client, instances, failure }) => [client?.name, instances?.sample, failure.share]),
    ).toEqual([
      ["kubelet", ["m1"], 0.5],
      ["kubelet", ["m2", "m3"], 0.25],
      ["kube-proxy", ["m1"], 0.5],
      ["kube-proxy", ["m2", "m3"], 0.25],
    ]);
  });

  test("for a DaemonSet on 5000 nodes that are all backends: a count and a sample, in seconds", () => {
    const began = performance.now();
    const diagnosis = diagnosedFrom(daemonSet(5000));
    // A walk for each pair of node and backend would be 25 million.
    expect(performance.now() - began).toBeLessThan(10_000);
    const hairpins = diagnosis.findings.filter(({ category }) => category === "hairpin");
    expect(hairpins.map(({ code, instances, failure }) => ({ code, instances, failure }))).toEqual([
      {
        code: "SLB108",
        instances: { count: 5000, sample: ["n0000", "n0001", "n0002", "n0003", "n0004"] },
        failure: { mode: "per-connection", share: 1 / 5000 },
      },
    ]);
    const text = render(reportOf(diagnosis));
    expect(text).toContain("kube-system/agent on n0000, n0001, n0002, n0003, n0004 and 4995 more");
    expect(text).toContain("4999 others");
    expect(text.split("\n").length).toBeLessThan(40);
    expect(render(reportOf(diagnosis, { language: "zh" }))).toContain("等 5000 个节点上的 kube-system/agent");
  });
});

test("many backends are walked to by kind with the same outcome as one by one", () => {
  const ends = (count: number) => {
    const [finding] = diagnosedFrom(daemonSet(count)).findings;
    const branches = finding?.trace?.branches ?? [];
    const of = (how: string) => {
      const ending = branches.filter(({ disposition }) => disposition === how);
      const share = ending.reduce((sum, branch) => sum + (branch.share ?? 0), 0);
      return [share, ending.reduce((sum, { alike }) => sum + (alike ?? 1), 0)];
    };
    return { died: of("martian-source"), answered: of("delivered") };
  };
  for (const count of [31, 32, 33, 100])
    expect(ends(count)).toEqual({
      died: [expect.closeTo(1 / count, 12), 1],
      answered: [expect.closeTo(1 - 1 / count, 12), count - 1],
    });
});
