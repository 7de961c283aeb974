// Objects in the shapes that kubeadm 1.30 and its add-ons make them (kubernetes/kubernetes cmd/kubeadm, v1.30
// manifests and ConfigMaps; kube-flannel.yml of flannel 0.25). Names, addresses and ids are made up.

export const node = (name: string, address: string, master: boolean, more: object = {}) => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: {
    labels: {
      "kubernetes.io/hostname": name,
      "topology.kubernetes.io/zone": "eu-west-1a",
      ...(master ? { "node-role.kubernetes.io/control-plane": "" } : {}),
    },
    managedFields: [{ manager: "kubelet", fieldsV1: { "f:metadata": { "f:labels": { ".": {} } } } }],
    name,
  },
  spec: {
    podCIDR: "10.244.0.0/24",
    podCIDRs: ["10.244.0.0/24"],
    providerID: "aws:///eu-west-1a/i-0123456789abcdef0",
    ...more,
  },
  status: {
    addresses: [
      { address, type: "InternalIP" },
      { address: name, type: "Hostname" },
    ],
    nodeInfo: { containerRuntimeVersion: "containerd://1.7.20", kubeletVersion: "v1.30.4" },
  },
});

interface PodParts {
  readonly owner?: { readonly kind: string; readonly name: string };
  readonly node?: string;
  readonly env?: readonly object[];
  readonly args?: readonly string[];
  readonly command?: readonly string[];
  readonly image?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly spec?: object;
  readonly namespace?: string;
  readonly phase?: string;
}

export const pod = (name: string, parts: PodParts = {}) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    labels: { app: "web", "pod-template-hash": name, ...parts.labels },
    managedFields: [{ manager: "kubelet", fieldsV1: { "f:status": { "f:podIP": {} } } }],
    name,
    namespace: parts.namespace ?? "shop",
    ...(parts.owner === undefined
      ? {}
      : { ownerReferences: [{ apiVersion: "apps/v1", controller: true, uid: "u", ...parts.owner }] }),
  },
  spec: {
    containers: [
      {
        args: parts.args,
        command: parts.command,
        env: parts.env,
        image: parts.image ?? "docker.io/library/nginx:1.27",
        name: "main",
      },
    ],
    nodeName: parts.node ?? "w1",
    ...parts.spec,
  },
  status: { phase: parts.phase ?? "Running", podIP: "10.244.1.7" },
});

export const kubeadmConfig = {
  apiVersion: "v1",
  data: {
    ClusterConfiguration: `apiServer:
  extraArgs:
    anonymous-auth: "false"
    oidc-issuer-url: https://login.example.com/realms/k8s
apiVersion: kubeadm.k8s.io/v1beta3
clusterName: kubernetes
controlPlaneEndpoint: k8s-api.example.com:6443
featureGates:
  ControlPlaneKubeletLocalMode: true
kind: ClusterConfiguration
kubernetesVersion: v1.31.2
networking:
  dnsDomain: cluster.local
  podSubnet: 10.244.0.0/16
  serviceSubnet: 10.96.0.0/12
`,
  },
  kind: "ConfigMap",
  metadata: { name: "kubeadm-config", namespace: "kube-system" },
};

export const kubeProxyConfig = {
  apiVersion: "v1",
  data: {
    "config.conf":
      "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nclusterCIDR: 10.244.0.0/16\nkind: KubeProxyConfiguration\nmode: ipvs\n",
    "kubeconfig.conf": `apiVersion: v1
kind: Config
clusters:
- cluster:
    certificate-authority: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt
    server: https://k8s-api.example.com:6443
  name: default
contexts:
- context:
    cluster: default
    namespace: default
    user: default
  name: default
current-context: default
users:
- name: default
  user:
    tokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token
`,
  },
  kind: "ConfigMap",
  metadata: { labels: { app: "kube-proxy" }, name: "kube-proxy", namespace: "kube-system" },
};
