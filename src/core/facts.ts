import type { Settings } from "./forwarding.ts";
import type { Address } from "./net.ts";

/** A host name or address with a port. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** One address of a load balancer; zonal balancers have one per zone. */
export interface BalancerAddress {
  readonly address: Address;
  readonly zone?: string;
  readonly subnet?: string;
}

/** A backend as its load balancer names it; joined to nodes by address, instance id or network interface id. */
export interface Backend {
  readonly name?: string;
  readonly address?: Address;
  readonly instanceId?: string;
  readonly interfaceId?: string;
  readonly port: number;
  /** Relative weight; 1 each where the product knows none. 0 gets no new connections. */
  readonly weight: number;
  readonly zone?: string;
  readonly health?: "healthy" | "unhealthy" | "unknown";
}

export interface HealthCheck {
  readonly protocol: "tcp" | "http" | "https" | "none";
  /** Port that is probed on the backend. */
  readonly port: number;
  /** Request path; absent for TCP. */
  readonly path?: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  /** Accepted status codes as inclusive ranges; absent for TCP. */
  readonly codes?: readonly (readonly [number, number])[];
  /** Whether the prober verifies the server's certificate. */
  readonly verifiesCertificate?: boolean;
  /** Address ranges that probes come from, where the product states them. */
  readonly sources?: readonly string[];
  /** True when a health shim of slbctl answers on `port` (plain HTTP, from a verified readiness answer). */
  readonly shim?: boolean;
}

/**
 * Everything that can be known, by the kind of subject it is known of.
 * Adding a fact is one line here and one in `MERGE`; rules name facts from this list.
 */
export interface FactTypes {
  cluster: {
    kubernetesVersion: string;
    controlPlaneEndpoint: HostPort;
    /** Addresses of the `kubernetes` Service's endpoints. */
    apiServerEndpoints: readonly HostPort[];
    anonymousAuth: boolean;
    /** kubeadm's ControlPlaneKubeletLocalMode: kubelets on masters dial their own API server. */
    kubeletLocalMode: boolean;
    /** Names of the control-plane nodes. */
    masters: readonly string[];
  };
  node: {
    roles: readonly ("master" | "worker")[];
    addresses: readonly Address[];
    instanceId: string;
    interfaceIds: readonly string[];
    zone: string;
    subnet: string;
    /** Addresses other than its own that the node's routing delivers locally (a VIP on `lo`, kube-ipvs0, …). */
    localVips: readonly Address[];
    /** Whether the local API server answers; unknown before `kubeadm init`. */
    apiServerUp: boolean;
  };
  balancer: {
    title: string;
    provider: string;
    /** Id of a ForwardingModel. */
    model: string;
    addresses: readonly BalancerAddress[];
    /** DNS names that lead to it. */
    names: readonly string[];
    scheme: "internal" | "internet-facing";
    settings: Settings;
    securityGroups: readonly string[];
  };
  listener: {
    /** Subject id of its balancer. */
    balancer: string;
    port: number;
    protocol: "tcp" | "tls" | "http" | "https" | "udp";
    settings: Settings;
    backends: readonly Backend[];
    healthCheck: HealthCheck;
    idleTimeoutSeconds: number;
  };
  client: {
    /** What it is to a reader: `kubelet`, `kube-proxy`, `ingress-controller`, `pod`, … */
    kind: string;
    name: string;
    namespace: string;
    nodes: readonly string[];
    network: "host" | "pod";
    /** Source address when it is not the node's. */
    address: Address;
    dials: readonly HostPort[];
  };
  /** What a host name leads to. */
  name: { addresses: readonly Address[] };
}

export type SubjectKind = keyof FactTypes;
export type FactName<K extends SubjectKind = SubjectKind> = keyof FactTypes[K] & string;

/** How several observations of one fact become one: lists are united, everything else must agree or is a conflict. */
export const MERGE = {
  cluster: {
    kubernetesVersion: "agree",
    controlPlaneEndpoint: "agree",
    apiServerEndpoints: "unite",
    anonymousAuth: "agree",
    kubeletLocalMode: "agree",
    masters: "unite",
  },
  node: {
    roles: "unite",
    addresses: "unite",
    instanceId: "agree",
    interfaceIds: "unite",
    zone: "agree",
    subnet: "agree",
    localVips: "unite",
    apiServerUp: "agree",
  },
  balancer: {
    title: "agree",
    provider: "agree",
    model: "agree",
    addresses: "unite",
    names: "unite",
    scheme: "agree",
    settings: "agree",
    securityGroups: "agree",
  },
  listener: {
    balancer: "agree",
    port: "agree",
    protocol: "agree",
    settings: "agree",
    backends: "agree",
    healthCheck: "agree",
    idleTimeoutSeconds: "agree",
  },
  client: {
    kind: "agree",
    name: "agree",
    namespace: "agree",
    nodes: "unite",
    network: "agree",
    address: "agree",
    dials: "unite",
  },
  name: { addresses: "unite" },
} as const satisfies { [K in SubjectKind]: { [F in FactName<K>]: "agree" | "unite" } };
