import type { Backend, HealthCheck } from "../../src/core/facts.ts";
import type { RuleCode } from "../../src/core/finding.ts";
import type { Expected } from "./expected.ts";
import { type Case, goodCheck, KEPT, OPEN, REPLACED, SOMETIMES_OPEN, VIP } from "./topologies.ts";

/** The control-plane endpoint is this host. */
const endpoint = (host: string, more: Case = {}): Case => ({
  ...more,
  cluster: { controlPlaneEndpoint: { host, port: 6443 }, ...more.cluster },
});
const NAME = "api.example.com";

const dials = (host: string, port: number, kind: string): Case => ({
  clients: { [kind]: { dials: [{ host, port }] } },
});
/** What kubeadm puts in by itself, the node's own address aside. */
const OWN = ["kubernetes", "kubernetes.default.svc.cluster.local", "10.96.0.1"];
const certified = (sans: readonly string[], more: Case = {}): Case => ({
  ...more,
  node: () => ({ apiServerSans: sans }),
});
const check = (more: Partial<HealthCheck>): Case => ({
  listener: { healthCheck: { ...goodCheck, ...more } },
});
/** Backends in this state, in order. */
const opening = (...health: readonly NonNullable<Backend["health"]>[]): Case => ({
  model: OPEN.id,
  backends: health.map((each) => ({ health: each })),
});
/** Only the first still gets connections. */
const DRAINED: Case["backends"] = [{ health: "unhealthy" }, { weight: 0 }, { weight: 0 }];
/** Masters that move the address, on ports with these pairs. */
const vrrp = (allowedAddresses: readonly string[] | undefined, cloud = "openstack://"): Case => ({
  node: (index) => ({ cloud, instanceId: `i-${index + 1}`, movedAddresses: [VIP] }),
  instances: Object.fromEntries(
    ["i-1", "i-2", "i-3"].map((id) => [id, allowedAddresses === undefined ? {} : { allowedAddresses }]),
  ),
});
const servers = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ host: `10.0.0.${11 + index}`, port: 6443 }));
const ids: Case["node"] = (index) => ({ instanceId: `i-${index + 1}`, interfaceIds: [`eni-${index + 1}`] });

/** Cases of the rules about everything but hairpins. */
export const AREA_CASES: Readonly<Record<RuleCode, Expected>> = {
  SLB206: {
    fires: [
      check({ protocol: "http", port: 6440, method: "head" }),
      check({ method: "head" }),
      { ...check({ method: "head" }), cluster: { anonymousAuth: false } },
    ],
    silent: [
      {},
      check({ method: "get" }),
      check({ protocol: "http", port: 6440, method: "head", shim: true }),
      check({ protocol: "http", port: 6440 }),
    ],
    cannotTell: [{ listener: { healthCheck: undefined as never } }],
    notApplicable: [check({ protocol: "tcp" }), check({ protocol: "http", method: "head" })],
  },
  SLB304: {
    fires: [
      endpoint("10.0.0.11"),
      endpoint("10.0.0.11", { masters: 1 }),
      endpoint(NAME, { names: { [NAME]: { addresses: ["10.0.0.12"] } } }),
      endpoint("API.example.com.", {
        names: { [NAME]: { aliases: ["m1.example.com"] }, "m1.example.com": { addresses: ["10.0.0.11"] } },
      }),
      endpoint(NAME, { node: () => ({ hosts: [{ name: NAME, address: "10.0.0.11" }] }) }),
    ],
    silent: [
      {},
      endpoint(NAME, { balancer: { names: [NAME] } }),
      endpoint(NAME, { names: { [NAME]: { addresses: ["10.0.0.11", "10.0.0.12", "10.0.0.13"] } } }),
      // kube-vip and keepalived: the address is on a master now, and on another one later.
      endpoint("10.0.0.11", { node: () => ({ localVips: ["10.0.0.11"] }) }),
      // Each master's hosts file names its own server.
      endpoint(NAME, {
        node: (index) => ({ hosts: [{ name: NAME, address: `10.0.0.${11 + index}` }] }),
      }),
      endpoint("10.0.0.11", { node: () => ({ movedAddresses: ["10.0.0.11"] }) }),
      endpoint("10.9.9.77"),
    ],
    cannotTell: [
      endpoint(NAME),
      endpoint("10.9.9.77", { node: () => ({ addresses: undefined as never }) }),
      { cluster: { controlPlaneEndpoint: undefined as never } },
    ],
    notApplicable: "never",
  },
  SLB305: {
    fires: [
      // A master that nobody put behind the load balancer, and one that is gone and stayed there.
      { cluster: { apiServerEndpoints: servers(4) } },
      { cluster: { apiServerEndpoints: servers(2) } },
      { backends: [{ port: 8443 }] },
      { backends: [{ address: "10.0.0.99", health: "healthy" }] },
      // The endpoint leads here, and no backend is a master at all.
      { listener: { backends: [{ address: "10.0.7.7", port: 6443, weight: 1 }] } },
    ],
    silent: [
      {},
      // By instance id, with another address than the advertised one.
      { backends: [{ address: undefined as never, instanceId: "i-1" }], node: ids },
      { backends: [{ address: undefined as never, interfaceId: "eni-1" }], node: ids },
      // Without the Service's endpoints the masters' own flags say it.
      {
        cluster: { apiServerEndpoints: undefined as never },
        node: (index) => ({ apiServer: { host: `10.0.0.${11 + index}`, port: 6443 } }),
      },
    ],
    cannotTell: [
      { backends: [{ address: undefined as never, instanceId: "i-9" }] },
      { cluster: { apiServerEndpoints: undefined as never } },
      { listener: { backends: undefined as never } },
    ],
    // Something else's listener: an ingress on workers, a port of masters that is no API server's.
    notApplicable: [
      { listener: { port: 443, backends: [{ address: "10.0.7.7", port: 30443, weight: 1 }] } },
      { ...endpoint("10.9.9.77"), backends: [{ port: 8443 }, { port: 8443 }, { port: 8443 }] },
    ],
  },
  SLB306: {
    fires: [opening("unhealthy", "unhealthy", "unhealthy"), { ...opening("unhealthy"), backends: DRAINED }],
    silent: [opening("unhealthy", "healthy", "unhealthy")],
    cannotTell: [
      opening("unhealthy", "unknown", "unhealthy"),
      { model: OPEN.id, listener: { backends: undefined as never } },
      { ...opening("unhealthy", "unhealthy", "unhealthy"), model: SOMETIMES_OPEN.id },
    ],
    notApplicable: [
      { model: OPEN.id },
      // The product refuses instead, or its settings say that it does.
      { ...opening("unhealthy", "unhealthy", "unhealthy"), model: KEPT.id },
      {
        ...opening("unhealthy", "unhealthy", "unhealthy"),
        model: SOMETIMES_OPEN.id,
        settings: { failOpen: false },
      },
    ],
  },
  SLB401: {
    fires: [
      dials("localhost", 8080, "kubectl"),
      dials("127.0.0.1", 8080, "kubeconfig"),
      {
        ...dials("::1", 8080, "kubectl"),
        cluster: { controlPlaneEndpoint: { host: "fd00::9", port: 6443 } },
      },
    ],
    silent: [{}, dials("127.0.0.1", 6443, "kubectl"), dials("10.9.9.9", 8080, "kubelet")],
    cannotTell: [{ clients: { kubectl: { dials: undefined as never } } }],
    // A pod's neighbour in its own pod.
    notApplicable: [{ clients: {} }, dials("localhost", 8080, "pod")],
  },
  SLB402: {
    fires: [
      dials(VIP, 443, "kubelet"),
      dials(VIP, 443, "kube-proxy"),
      dials(VIP, 443, "pod"),
      { clients: { pod: { dials: undefined as never, candidates: [{ host: VIP, port: 8443 }] } } },
    ],
    silent: [{}, { model: REPLACED.id }],
    cannotTell: [{ listener: { port: undefined as never } }, { listener: { balancer: undefined as never } }],
    notApplicable: [
      dials("10.0.0.11", 6444, "kubelet"),
      { ...dials(VIP, 443, "kubelet"), node: () => ({ localVips: [VIP] }) },
    ],
  },
  SLB501: {
    fires: [
      certified([...OWN, "10.0.0.11"]),
      // One master's certificate is older than the others'.
      {
        node: (index) => ({ apiServerSans: index === 0 ? OWN : [...OWN, VIP] }),
      },
      certified([...OWN, VIP], {
        clients: {
          kubectl: { dials: [{ host: VIP, port: 6443 }], tls: { verifies: true, serverName: "elsewhere" } },
        },
      }),
      endpoint("a.b.example.com", certified(["*.example.com"])),
      certified(OWN, { clients: {} }),
    ],
    silent: [
      certified([...OWN, VIP]),
      endpoint(NAME, certified(["*.example.com"], { clients: {} })),
      // Looks for a name that is in it, or for none.
      certified([...OWN, VIP], {
        clients: {
          kubectl: {
            dials: [{ host: "192.0.2.9", port: 6443 }],
            tls: { verifies: true, serverName: "kubernetes" },
          },
          kubeconfig: { dials: [{ host: "192.0.2.8", port: 6443 }], tls: { verifies: false } },
        },
      }),
      // Without a certificate: what kubeadm puts in.
      {},
      { ...dials("192.0.2.9", 6443, "kubectl"), cluster: { certSans: ["192.0.2.9"] } },
      dials("10.0.0.12", 6443, "kubelet"),
    ],
    cannotTell: [dials("192.0.2.9", 6443, "kubectl")],
    notApplicable: [
      { cluster: { controlPlaneEndpoint: undefined as never }, clients: {} },
      { node: () => ({ roles: ["worker"] }) },
    ],
  },
  SLB702: {
    fires: [vrrp([]), vrrp(["10.9.9.0/29"])],
    silent: [vrrp([VIP]), vrrp(["10.9.9.0/24"]), vrrp(["0.0.0.0/0", "::/0"])],
    cannotTell: [vrrp(undefined)],
    // Nothing moves, or nothing filters: OpenStack alone has port security.
    notApplicable: [
      {},
      vrrp([], "aws://"),
      { ...vrrp([]), node: () => ({ cloud: "openstack://", instanceId: "i-1" }) },
    ],
  },
};
