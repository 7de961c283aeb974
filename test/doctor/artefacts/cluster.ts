import { runCli } from "../../cli/run-cli.ts";
import { type Files, inFolder } from "../../collect/evidence.ts";

/**
 * Documents in the shapes that kubeadm, kubectl and the clouds' command lines print; written by hand after their
 * documented fields (facts on kubeadm, `aliyun slb Describe…`), with addresses and names of this test.
 */
export const LB = "10.0.0.100";
export const masterAddress = (index: number): string => `10.0.${index}.11`;

interface Found {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly failure: { readonly mode: string; readonly share: number | null };
  readonly evidence: readonly { readonly source: string; readonly value: string }[];
}
export interface Told {
  readonly findings: readonly Found[];
  readonly inconclusive: readonly {
    readonly code: string;
    readonly missing: readonly { readonly fact: string; readonly howToProvide: string | null }[];
  }[];
  readonly passed: readonly { readonly code: string }[];
  readonly notApplicable: readonly string[];
}

/** What `slbctl doctor` says of files. */
export const told = (files: Files): Promise<Told> =>
  inFolder(files, async (folder) => {
    const run = await runCli(["doctor", "--from", ".", "-o", "json"], { cwd: folder });
    if (run.stdout === "") throw new Error(run.stderr);
    return JSON.parse(run.stdout) as Told;
  });

/** Which verdicts a code got. */
export const verdictsOf = ({ findings, inconclusive, passed, notApplicable }: Told, code: string) => [
  ...findings.filter((each) => each.code === code).map(({ severity }) => severity),
  ...(inconclusive.some((each) => each.code === code) ? ["cannot tell"] : []),
  ...(passed.some((each) => each.code === code) ? ["fine"] : []),
  ...(notApplicable.includes(code) ? ["not applicable"] : []),
];

/** `kubectl get nodes,configmaps,endpoints -A -o json` of a cluster that kubeadm built. */
export function clusterJson(
  endpoint: string,
  {
    serving = [1, 2, 3],
    providerId,
    configuration = "",
  }: {
    readonly serving?: readonly number[];
    readonly providerId?: (index: number) => string;
    /** Further lines of ClusterConfiguration. */
    readonly configuration?: string;
  } = {},
): string {
  const items = [
    ...[1, 2, 3].map((index) => ({
      apiVersion: "v1",
      kind: "Node",
      metadata: { name: `m${index}`, labels: { "node-role.kubernetes.io/control-plane": "" } },
      spec: providerId === undefined ? {} : { providerID: providerId(index) },
      status: {
        addresses: [
          { type: "InternalIP", address: masterAddress(index) },
          { type: "Hostname", address: `m${index}` },
        ],
        nodeInfo: { kubeletVersion: "v1.33.2" },
      },
    })),
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "kubeadm-config", namespace: "kube-system" },
      data: {
        ClusterConfiguration: `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\ncontrolPlaneEndpoint: ${endpoint}\nkubernetesVersion: v1.33.2\n${configuration}`,
      },
    },
    {
      apiVersion: "v1",
      kind: "Endpoints",
      metadata: { name: "kubernetes", namespace: "default" },
      subsets: [
        {
          addresses: serving.map((index) => ({ ip: masterAddress(index) })),
          ports: [{ name: "https", port: 6443 }],
        },
      ],
    },
  ];
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}

/** `aliyun slb DescribeLoadBalancerAttribute` and `DescribeLoadBalancerTCPListenerAttribute`. */
export const clb = (
  backends: readonly { readonly id: string; readonly address?: string }[],
  listener: object = {},
): Files => ({
  "attribute.json": JSON.stringify({
    Address: LB,
    AddressType: "intranet",
    BackendServers: {
      BackendServer: backends.map(({ id, address }) => ({
        ServerId: id,
        ...(address === undefined ? {} : { ServerIp: address }),
        Type: "ecs",
        Weight: 100,
      })),
    },
    ListenerPortsAndProtocol: {
      ListenerPortAndProtocol: [{ ListenerPort: 6443, ListenerProtocol: "tcp" }],
    },
    LoadBalancerId: "lb-bp1api",
    LoadBalancerName: "prod-api",
    LoadBalancerStatus: "active",
    RequestId: "365F4154-92F6-4AE4-92F8-7FF34B540711",
  }),
  "listener.json": JSON.stringify({
    BackendServerPort: 6443,
    EstablishedTimeout: 900,
    HealthCheck: "on",
    HealthCheckConnectPort: 6443,
    HealthCheckConnectTimeout: 3,
    HealthCheckInterval: 5,
    HealthCheckType: "tcp",
    HealthyThreshold: 2,
    UnhealthyThreshold: 2,
    ListenerPort: 6443,
    LoadBalancerId: "lb-bp1api",
    Scheduler: "wrr",
    Status: "running",
    RequestId: "365F4154-92F6-4AE4-92F8-7FF34B540712",
    ...listener,
  }),
});

export const masters = [1, 2, 3].map((index) => ({
  id: `i-bp67acfmxazb4p0${index}aaaa`,
  address: masterAddress(index),
}));

/** A kubeconfig as kubeadm writes it, keys left out. */
export const kubeconfig = (server: string, more = ""): string => `apiVersion: v1
kind: Config
clusters:
- cluster:
    server: ${server}
${more}  name: kubernetes
contexts:
- context: {cluster: kubernetes, user: admin}
  name: admin@kubernetes
current-context: admin@kubernetes
users: [{name: admin, user: {}}]
`;
