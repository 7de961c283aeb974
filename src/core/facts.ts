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
  /** Request method, where a document states it; products that state none ask with GET as far as is known. */
  readonly method?: "get" | "head";
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

/** An entry of a hosts file: what a name is on one host or in one pod, whatever DNS says. */
export interface HostEntry {
  readonly name: string;
  readonly address: Address;
}

/** A rule by which traffic of pods leaves with its node's address as source. */
export interface Masquerade {
  /** What set the rule: `flannel`, `calico`, `cilium`, `ip-masq-agent`, … */
  readonly by: string;
  /** False where the network says that it does not translate. */
  readonly enabled: boolean;
  /** Pod ranges that it is for; empty where it is for all pods. */
  readonly sources: readonly string[];
  /** Destinations that keep the pod's own address, besides pods. */
  readonly exceptDestinations: readonly string[];
}

/** One plugin of a node's CNI configuration. */
export interface CniPlugin {
  /** Name of the network, and type of the plugin: `bridge`, `flannel`, `calico`, … */
  readonly network: string;
  readonly type: string;
  /** Whether a pod reaches itself through its own Service; absent where nothing is said. */
  readonly hairpinMode?: boolean;
  /** Whether the plugin translates the source of what leaves; absent where nothing is said. */
  readonly ipMasq?: boolean;
}

/** Address in a Service's status. `VIP`: captured on every node by kube-proxy; `Proxy`: dialled for real. */
export interface ServiceAddress {
  readonly address: Address;
  /** What the status says; Kubernetes takes an absent one as VIP (KEP-1860). */
  readonly ipMode: "VIP" | "Proxy";
}

export interface ServicePort {
  readonly port: number;
  readonly protocol: "TCP" | "UDP" | "SCTP";
  readonly nodePort?: number;
  /** Port of the pods; a name where the pods give their ports names. */
  readonly targetPort?: number | string;
}

/**
 * Everything that can be known, by the kind of subject it is known of.
 * Adding a fact is one line here and one in `MERGE` (fact-merge.ts); rules name facts from this list.
 */
export interface FactTypes {
  cluster: {
    kubernetesVersion: string;
    controlPlaneEndpoint: HostPort;
    /** Addresses of the `kubernetes` Service's endpoints. */
    apiServerEndpoints: readonly HostPort[];
    anonymousAuth: boolean;
    /** kubeadm's `apiServer.certSANs`: names that certificates get besides those that kubeadm always puts in. */
    certSans: readonly string[];
    /** kubeadm's ControlPlaneKubeletLocalMode: kubelets on masters dial their own API server. */
    kubeletLocalMode: boolean;
    /** Names of the control-plane nodes. */
    masters: readonly string[];
    /** `mode` of kube-proxy's configuration: `iptables`, `ipvs`, `nftables`, …; `none` where it is replaced. */
    kubeProxyMode: string;
    /** Ranges of pods, of all nodes together. */
    podCidrs: readonly string[];
    serviceCidrs: readonly string[];
    /** Networks that were seen configured, by name: `flannel`, `calico`, `cilium`, … */
    networks: readonly string[];
    masquerades: readonly Masquerade[];
    /** CoreDNS: names that pods ask for and the names that they are given instead. */
    dnsRewrites: readonly { readonly from: string; readonly to: string }[];
    /** CoreDNS: entries of its own `hosts` block; pods see them, nodes do not. */
    dnsHosts: readonly HostEntry[];
  };
  node: {
    roles: readonly ("master" | "worker")[];
    addresses: readonly Address[];
    instanceId: string;
    /** Scheme of its provider id: `openstack://`, `aws://`, …; absent where it has none. */
    cloud: string;
    interfaceIds: readonly string[];
    zone: string;
    subnet: string;
    /** Addresses other than its own that the node's routing delivers locally (a VIP on `lo`, kube-ipvs0, …). */
    localVips: readonly Address[];
    /** Addresses that something on it moves between nodes by ARP: keepalived, kube-vip. */
    movedAddresses: readonly Address[];
    /** Whether the local API server answers; unknown before `kubeadm init`. */
    apiServerUp: boolean;
    /** Where the API server of this node says that it is reached: its `--advertise-address` and `--secure-port`. */
    apiServer: HostPort;
    /** Names and addresses in the certificate of this node's API server. */
    apiServerSans: readonly string[];
    kubeletVersion: string;
    /** `name://version` as the kubelet reports it: `containerd://1.7.20`, `docker://20.10.24`. */
    containerRuntime: string;
    podCidrs: readonly string[];
    /** Entries of `/etc/hosts`; pods do not see them, except on the host network. */
    hosts: readonly HostEntry[];
    cniPlugins: readonly CniPlugin[];
    /** kubelet's `hairpinMode`; without effect on runtimes that use CNI. */
    kubeletHairpinMode: string;
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
    /** What it is configured to dial. */
    dials: readonly HostPort[];
    /** Whether it verifies the server's certificate, and the name that it looks for where that is not the host's. */
    tls: { readonly verifies: boolean; readonly serverName?: string };
    /** What its configuration names and it may dial: of interest where it leads to a balancer that is known. */
    candidates: readonly HostPort[];
    /** The same for hosts and addresses that are named without a port. */
    mentions: readonly string[];
    /** Labels that all its pods have in common. */
    labels: Readonly<Record<string, string>>;
    /** Entries of its pods' own hosts files (`hostAliases`). */
    hosts: readonly HostEntry[];
  };
  /** A Kubernetes Service; its id is `<namespace>/<name>`. */
  service: {
    type: "ClusterIP" | "NodePort" | "LoadBalancer" | "ExternalName";
    clusterIps: readonly Address[];
    /** Addresses of its load balancer. */
    addresses: readonly ServiceAddress[];
    /** Host names of its load balancer; kube-proxy never captures them. */
    hostnames: readonly string[];
    externalIps: readonly Address[];
    externalTrafficPolicy: "Cluster" | "Local";
    selector: Readonly<Record<string, string>>;
    ports: readonly ServicePort[];
    /** Nodes that run its endpoints. */
    endpointNodes: readonly string[];
    /** Addresses of its endpoints that are ready. */
    endpoints: readonly Address[];
  };
  /** A machine as its cloud lists it, by instance id (an interface of none: by its own). It does not know its node's name. */
  instance: {
    addresses: readonly Address[];
    /** Host name and private DNS names. */
    names: readonly string[];
    /** Ranges that it may send from besides its own addresses (OpenStack's allowed address pairs). */
    allowedAddresses: readonly string[];
    interfaceIds: readonly string[];
    zone: string;
    subnet: string;
  };
  /** What a host name leads to. */
  name: {
    addresses: readonly Address[];
    /** Names that it leads to, where only they are known: a load balancer's host name in a status. */
    aliases: readonly string[];
  };
}

export type SubjectKind = keyof FactTypes;
export type FactName<K extends SubjectKind = SubjectKind> = keyof FactTypes[K] & string;
