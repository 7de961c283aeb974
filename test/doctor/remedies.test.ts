import { describe, expect, test } from "vitest";
import { observed } from "../../src/core/observation.ts";
import type { RemedyOffer } from "../../src/core/rule.ts";
import { type CureContext, fine, problem } from "../../src/core/rule.ts";
import { fold, knownValue, type Topology } from "../../src/core/topology.ts";
import { defineFlowRule } from "../../src/doctor/define-rule.ts";
import { observationsOf } from "../../src/doctor/observations-of.ts";
import { changeFacts } from "../../src/doctor/remedies/change-facts.ts";
import { rules } from "../../src/doctor/rules/index.gen.ts";
import { diagnosed } from "./diagnosed.ts";
import { type Case, KEPT, ONE_ARM, ORIGIN, observations, REPLACED, SWITCHED, VIP } from "./topologies.ts";

const named: Case = {
  balancer: { names: ["api.example.com"] },
  cluster: { controlPlaneEndpoint: { host: "api.example.com", port: 6443 } },
};
const dialling = (host: string) => ({ dials: [{ host, port: 6443 }] });
const remediesOf = (of: Case, code: string) =>
  diagnosed(of)
    .findings.filter((finding) => finding.code === code)
    .map(({ client, remedies }) => [client?.name, remedies.map(({ id }) => id)]);

describe("cures of a hairpin on masters", () => {
  test("by the kind of client, of address and of balancer", () => {
    const clients = { kubelet: dialling("api.example.com"), "kube-proxy": dialling("api.example.com") };
    expect(remediesOf({ ...named, clients }, "SLB101")).toEqual([
      ["kubelet", ["local-kubeconfig", "hosts-entry", "redirect-at-home"]],
    ]);
    expect(remediesOf({ ...named, clients }, "SLB103")).toEqual([
      ["kube-proxy", ["hosts-entry", "redirect-at-home"]],
    ]);
    // An address needs no name: nothing for a hosts file. One ConfigMap serves all kube-proxies.
    const both = { clients: { kubelet: {}, "kube-proxy": {} } };
    expect(remediesOf(both, "SLB101")).toEqual([["kubelet", ["local-kubeconfig", "redirect-at-home"]]]);
    expect(remediesOf(both, "SLB103")).toEqual([["kube-proxy", ["redirect-at-home"]]]);
    const switched = { model: SWITCHED.id, settings: { preserveClientIp: true } };
    expect(remediesOf(switched, "SLB101")).toEqual([
      ["kubelet", ["local-kubeconfig", "replace-client-address", "redirect-at-home"]],
    ]);
  });

  test("none that needs a local API server where there is none", () => {
    const node: Case["node"] = () => ({ roles: ["worker"] });
    expect(remediesOf({ node, cluster: { apiServerEndpoints: [] } }, "SLB101")).toEqual([["kubelet", []]]);
  });

  test("no hosts entry for a pod, nor where the ports differ", () => {
    const pod = {
      network: "pod",
      address: "10.244.0.9",
      nodes: ["m1"],
      ...dialling("api.example.com"),
    } as const;
    expect(remediesOf({ ...named, clients: { pod } }, "SLB109")).toEqual([
      ["pod", ["inside-name", "inside-address", "redirect-at-home"]],
    ]);
    const cluster = {
      apiServerEndpoints: [11, 12, 13].map((last) => ({ host: `10.0.0.${last}`, port: 6444 })),
    };
    const clients = { "kube-proxy": dialling("api.example.com") };
    expect(remediesOf({ ...named, cluster, clients }, "SLB103")).toEqual([
      ["kube-proxy", ["redirect-at-home"]],
    ]);
  });

  test("names every master, with its own address", () => {
    const [finding] = diagnosed({
      ...named,
      clients: { "kube-proxy": dialling("api.example.com") },
    }).findings;
    expect(finding?.remedies[0]?.commands).toEqual([
      "echo '10.0.0.11 api.example.com' >> /etc/hosts    # on m1",
      "echo '10.0.0.12 api.example.com' >> /etc/hosts    # on m2",
      "echo '10.0.0.13 api.example.com' >> /etc/hosts    # on m3",
    ]);
    expect(finding?.remedies[1]?.commands).toEqual([
      `nft 'table ip slbctl { chain output { type nat hook output priority -110; ip daddr ${VIP} tcp dport 6443 redirect to :6443; }; chain prerouting { type nat hook prerouting priority -110; ip daddr ${VIP} tcp dport 6443 redirect to :6443; }; }'    # on each of them`,
    ]);
  });

  test("of one-arm balancers as well", () => {
    const one = { model: ONE_ARM.id, node: () => ({ subnet: "vsw-a" }) };
    expect(remediesOf(one, "SLB104")).toEqual([
      ["kubelet", ["masquerade-at-balancer", "local-kubeconfig", "redirect-at-home"]],
    ]);
  });
});

const said = { en: "x", zh: "某" };

/** A rule of its own that offers one cure for what SLB101 finds. */
const offering = (patch: (topology: Topology, context: CureContext) => Topology) =>
  defineFlowRule({
    code: "SLB101",
    slug: "planted",
    title: said,
    severity: "error",
    category: "hairpin",
    confidence: "high",
    cites: [{ kind: "lab", title: "planted", checked: "2026-11-23" }],
    scope: "flow",
    needs: { client: ["kind"] },
    check: (_facts, { trace }) =>
      trace.branches.some(({ disposition }) => disposition === "martian-source")
        ? problem({
            message: said,
            counterfactual: said,
            remedies: (context): readonly RemedyOffer[] => [
              {
                id: "planted",
                title: said,
                applicability: "safe",
                commands: [],
                files: [],
                patch: (topology) => patch(topology, context),
              },
            ],
          })
        : fine,
  });

const others = rules.filter(({ code }) => code !== "SLB101");
const planted = (patch: Parameters<typeof offering>[0]) =>
  diagnosed({ model: KEPT.id }, [offering(patch), ...others])
    .findings.filter(({ code }) => code === "SLB101")
    .flatMap(({ remedies }) => remedies.map(({ id }) => id));

const model = (topology: Topology) =>
  changeFacts(topology, [observed("balancer", "lb", "model", REPLACED.id, ORIGIN)]);

describe("a remedy is offered only if it holds", () => {
  test("one that cures is", () => expect(planted(model)).toEqual(["planted"]));

  test("one that cures nothing is not", () => expect(planted((topology) => topology)).toEqual([]));

  test("one that cures a single node of the group is not", () => {
    const first = (topology: Topology) =>
      changeFacts(topology, [observed("node", "m1", "localVips", [VIP], ORIGIN)]);
    expect(planted(first)).toEqual([]);
  });

  test("one that breaks something else is not", () => {
    const breaking = (topology: Topology) => {
      const backends = knownValue(topology, "listener", "lb/6443", "backends") ?? [];
      const idle = backends.map((backend, index) => (index === 0 ? { ...backend, weight: 0 } : backend));
      return changeFacts(model(topology), [observed("listener", "lb/6443", "backends", idle, ORIGIN)]);
    };
    expect(planted(breaking)).toEqual([]);
  });
});

test("a topology that is taken apart and folded again is the same", () => {
  const topology = fold(observations({}));
  expect(fold(observationsOf(topology))).toEqual(topology);
});
