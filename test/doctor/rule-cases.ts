import type { FactTypes, HealthCheck } from "../../src/core/facts.ts";
import type { RuleCode } from "../../src/core/finding.ts";
import { AREA_CASES } from "./area-cases.ts";
import type { Expected } from "./expected.ts";
import { SERVICE_CASES } from "./service-cases.ts";
import { type Case, goodCheck, KEPT, ONE_ARM, REPLACED, VIP, ZONAL } from "./topologies.ts";

const check = (more: Partial<HealthCheck>): Case => ({
  listener: { healthCheck: { ...goodCheck, ...more } },
});
const tcp: HealthCheck = {
  protocol: "tcp",
  port: 6443,
  intervalSeconds: 5,
  timeoutSeconds: 3,
  healthyThreshold: 2,
  unhealthyThreshold: 2,
};
const noCheck: Case = { listener: { healthCheck: undefined as never } };
const near: Case["node"] = () => ({ subnet: "vsw-a" });
const direct: Case = { clients: { kubelet: { dials: [{ host: "10.0.0.12", port: 6443 }] } } };

const bootstrap = (more: Case): Case => ({
  ...more,
  clients: { "kubeadm-init": { kind: "kubeadm", name: "kubeadm init", nodes: ["m1"] } },
});

/** One client of this kind on the first two masters. */
const of = (kind: string, more: Case = {}, client: Partial<FactTypes["client"]> = {}): Case => ({
  ...more,
  clients: { [kind]: { kind, nodes: ["m1", "m2"], ...client } },
});
const pod = (more: Case = {}, client: Partial<FactTypes["client"]> = {}): Case =>
  of("pod", more, { network: "pod", ...client });
const noModel: Case = { balancer: { model: undefined as never } };

/** What holds for every kind of client that dials from its node. */
const fromNode = (...kinds: readonly string[]): Expected => ({
  fires: kinds.map((kind) => of(kind)),
  silent: kinds.flatMap((kind) => [
    of(kind, { model: REPLACED.id }),
    of(kind, { node: () => ({ localVips: [VIP] }) }),
    of(kind, {}, { nodes: ["w1"] }),
  ]),
  cannotTell: kinds.map((kind) => of(kind, noModel)),
  notApplicable: [{}, ...kinds.map((kind) => of(kind, { model: ONE_ARM.id, node: near }))],
});

const ZONES = ["a", "b", "c"];
/** A master and an address in each of three zones. */
const zones: Case = {
  addresses: ZONES.map((zone, index) => ({ address: `10.9.9.${index + 1}`, zone })),
  backends: ZONES.map((zone) => ({ zone })),
  balancer: { names: ["api.example.com"] },
};
const byName = { kubelet: { dials: [{ host: "api.example.com", port: 6443 }] } };
const zonal: Case = { ...zones, model: ZONAL.id, clients: byName };
/** Nodes that own the address, with their own server as they say. */
const owned = (apiServerUp: boolean | undefined): Case => ({
  node: () => ({ localVips: [VIP], ...(apiServerUp === undefined ? {} : { apiServerUp }) }),
});

/** Every rule with cases for each of its verdicts. */
export const RULE_CASES: Readonly<Record<RuleCode, Expected>> = {
  ...AREA_CASES,
  ...SERVICE_CASES,
  SLB101: {
    fires: [{ model: KEPT.id }, { masters: 1 }],
    silent: [
      { model: REPLACED.id },
      { node: () => ({ localVips: [VIP] }) },
      { backends: [{ weight: 0 }], clients: { kubelet: { nodes: ["m1"] } } },
      { clients: { kubelet: { nodes: ["w1"] } } },
    ],
    cannotTell: [
      { balancer: { model: undefined as never } },
      { listener: { backends: undefined as never } },
      { node: () => ({ addresses: undefined as never }) },
    ],
    notApplicable: [direct, { model: ONE_ARM.id, node: near }, zonal, of("kube-proxy"), of("pod")],
  },
  SLB102: {
    // The other two masters are listed and healthy, but do not exist yet.
    fires: [bootstrap({}), bootstrap({ model: ONE_ARM.id, node: near })],
    silent: [bootstrap({ model: REPLACED.id }), bootstrap({ node: () => ({ localVips: [VIP] }) })],
    cannotTell: [
      bootstrap({ balancer: { model: undefined as never } }),
      // A backend that nothing joins to a node may be the first master.
      bootstrap({ backends: [{ address: "192.0.2.77" }] }),
    ],
    notApplicable: [{}, { clients: {} }],
  },
  SLB103: fromNode("kube-proxy"),
  SLB105: fromNode("kube-controller-manager", "kube-scheduler", "cni-agent", "kubeconfig", "kubectl"),
  SLB106: fromNode("admission-webhook", "conversion-webhook", "oidc-issuer"),
  SLB107: fromNode("ingress-controller"),
  SLB108: {
    // Its address is its node's.
    fires: [pod({}, { address: "10.0.0.11", nodes: ["m1"] }), of("pod"), pod()],
    silent: [pod({ model: REPLACED.id }, { address: "10.0.0.11", nodes: ["m1"] })],
    cannotTell: [of("pod", noModel)],
    notApplicable: [{}, pod({}, { address: "10.244.0.9", nodes: ["m2"] })],
  },
  SLB109: {
    fires: [pod({}, { address: "10.244.0.9", nodes: ["m2"] })],
    silent: [
      pod({ model: REPLACED.id }, { address: "10.244.0.9", nodes: ["m2"] }),
      pod({}, { address: "10.244.9.9", nodes: ["w1"] }),
    ],
    cannotTell: [pod(noModel)],
    notApplicable: [{}, pod({}, { address: "10.0.0.11", nodes: ["m1"] })],
  },
  SLB110: fromNode("image-pull"),
  SLB111: {
    fires: [zonal],
    silent: [
      { ...zonal, clients: { kubelet: { ...byName.kubelet, nodes: ["w1"] } } },
      // Its own master gets nothing.
      {
        ...zonal,
        backends: ZONES.map((zone, index) => ({ zone, weight: index === 0 ? 0 : 100 })),
        clients: { kubelet: { ...byName.kubelet, nodes: ["m1"] } },
      },
    ],
    cannotTell: [{ ...zonal, backends: [] }],
    notApplicable: [{}, { ...zones, clients: byName }, { model: REPLACED.id }],
  },
  SLB112: {
    fires: [owned(false)],
    silent: [owned(true)],
    cannotTell: [owned(undefined)],
    notApplicable: [{}, { model: REPLACED.id }, bootstrap(owned(false))],
  },
  SLB104: {
    fires: [{ model: ONE_ARM.id, node: near }],
    silent: [{ model: ONE_ARM.id, node: (index) => ({ subnet: `vsw-${index}` }) }],
    cannotTell: [{ model: ONE_ARM.id }],
    notApplicable: [{ model: KEPT.id, node: near }, { model: REPLACED.id }, direct],
  },
  SLB201: {
    fires: [check({ protocol: "http" }), check({ protocol: "http", codes: [[200, 499]] })],
    silent: [check({ protocol: "http", port: 6440, shim: true })],
    cannotTell: [noCheck, { listener: { backends: undefined as never } }],
    notApplicable: [check({}), { listener: { healthCheck: tcp } }],
  },
  SLB202: {
    fires: [{ listener: { healthCheck: tcp } }],
    silent: [check({}), check({ protocol: "http", port: 6440, shim: true }), check({ path: "/healthz" })],
    cannotTell: [noCheck],
    notApplicable: [{ listener: { healthCheck: { ...tcp, protocol: "none" } } }],
  },
  SLB203: {
    fires: [
      check({ codes: [[200, 401]] }),
      check({
        codes: [
          [200, 200],
          [500, 599],
        ],
      }),
    ],
    silent: [check({ codes: [[200, 299]] }), check({ codes: [[200, 399]] })],
    cannotTell: [noCheck],
    notApplicable: [{ listener: { healthCheck: tcp } }],
  },
  SLB204: {
    // 10 x 5 + 10 = 60 s: kubeadm has given up (facts on AWS, section 2: 50 s to healthy collided with its 60 s).
    fires: [check({ intervalSeconds: 10, healthyThreshold: 5, timeoutSeconds: 10 })],
    silent: [check({ intervalSeconds: 10, healthyThreshold: 5, timeoutSeconds: 9 }), check({})],
    cannotTell: [noCheck],
    notApplicable: [{ listener: { healthCheck: { ...tcp, protocol: "none" } } }],
  },
  SLB205: {
    fires: [{ cluster: { anonymousAuth: false } }],
    silent: [{}],
    cannotTell: [noCheck, { cluster: { anonymousAuth: undefined as never } }],
    notApplicable: [
      { ...check({ shim: true }), cluster: { anonymousAuth: false } },
      { listener: { healthCheck: tcp }, cluster: { anonymousAuth: false } },
    ],
  },
  SLB301: {
    fires: [{ masters: 2 }, { masters: 4 }],
    silent: [{ masters: 1 }, { masters: 3 }, { masters: 5 }],
    cannotTell: [{ cluster: { masters: undefined as never } }],
    notApplicable: "never",
  },
  SLB302: {
    fires: [{ masters: 1 }],
    silent: [{ masters: 2 }, { masters: 3 }],
    cannotTell: [{ cluster: { masters: undefined as never } }],
    notApplicable: "never",
  },
  SLB303: {
    fires: [{ backends: [{ weight: 0 }] }, { backends: [{ weight: 0 }, { weight: 0 }, { weight: 0 }] }],
    silent: [{}, { backends: [{ weight: 1 }] }],
    cannotTell: [{ listener: { backends: undefined as never } }],
    notApplicable: "never",
  },
  SLB601: {
    fires: [{ listener: { idleTimeoutSeconds: 45 } }, { listener: { idleTimeoutSeconds: 10 } }],
    silent: [{ listener: { idleTimeoutSeconds: 46 } }, { listener: { idleTimeoutSeconds: 350 } }],
    cannotTell: [{ listener: { idleTimeoutSeconds: undefined as never } }],
    notApplicable: "never",
  },
  SLB701: {
    fires: [{ settings: { securityGroupsFixedAtCreation: true } }],
    silent: [{ settings: { securityGroupsFixedAtCreation: true }, balancer: { securityGroups: ["sg-1"] } }],
    cannotTell: [{ balancer: { securityGroups: undefined as never } }],
    notApplicable: [{}],
  },
};
