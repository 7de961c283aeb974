import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../cli/run-cli.ts";

const ADDRESS = "10.0.0.100";
const masters = [1, 2, 3].map((index) => ({
  name: `m${index}`,
  address: `10.0.${index}.11`,
  id: `i-bp67acfmxazb4p0${index}aaaa`,
}));

const SPEC = `apiVersion: slbctl/v1
kind: LoadBalancer
name: prod-api
provider: alicloud
region: cn-hangzhou
subnets:
  - { id: vsw-bp12mw1f8k3jgygk9bmlj, address: ${ADDRESS} }
controlPlaneEndpoint: ${ADDRESS}:6443
masters:
${masters.map(({ name, address, id }) => `  - { name: ${name}, address: ${address}, instanceId: ${id} }`).join("\n")}
healthCheck: { protocol: tcp }
kubernetes: { version: 1.31.2 }
`;

/** The same cluster as kubectl shows it: nodes, kubeadm's configuration and the addresses of the API servers. */
const CLUSTER = {
  apiVersion: "v1",
  kind: "List",
  items: [
    ...masters.map(({ name, address, id }) => ({
      apiVersion: "v1",
      kind: "Node",
      metadata: { name, labels: { "node-role.kubernetes.io/control-plane": "" } },
      spec: { providerID: `cn-hangzhou.${id}` },
      status: { addresses: [{ type: "InternalIP", address }], nodeInfo: { kubeletVersion: "v1.31.2" } },
    })),
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "kubeadm-config", namespace: "kube-system" },
      data: {
        ClusterConfiguration: `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\ncontrolPlaneEndpoint: ${ADDRESS}:6443\nkubernetesVersion: v1.31.2\n`,
      },
    },
    {
      apiVersion: "v1",
      kind: "Endpoints",
      metadata: { name: "kubernetes", namespace: "default" },
      subsets: [
        {
          addresses: masters.map(({ address }) => ({ ip: address })),
          ports: [{ name: "https", port: 6443 }],
        },
      ],
    },
  ],
};

/** The same load balancer as `aliyun slb Describe…` prints it. */
const ATTRIBUTE = {
  Address: ADDRESS,
  AddressType: "intranet",
  BackendServers: {
    BackendServer: masters.map(({ address, id }) => ({
      ServerId: id,
      ServerIp: address,
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
};
const LISTENER = {
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
};

interface Told {
  readonly findings: readonly Record<string, unknown>[];
  readonly inconclusive: readonly { readonly code: string }[];
}

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "parity-"));
  await writeFile(join(folder, "spec.yaml"), SPEC);
  await writeFile(join(folder, "cluster.json"), JSON.stringify(CLUSTER));
  await writeFile(join(folder, "attribute.json"), JSON.stringify(ATTRIBUTE));
  await writeFile(join(folder, "listener.json"), JSON.stringify(LISTENER));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function told(...files: readonly string[]): Promise<Told> {
  const run = await runCli(["doctor", ...files, "-o", "json"], { cwd: folder });
  expect(run.stderr).toBe("");
  return JSON.parse(run.stdout) as Told;
}

/** What does not depend on where a case was read: ids of the balancer and evidence do. */
const essence = ({ findings }: Told) =>
  findings
    .map(({ code, severity, client, instances, target, failure, disposition, message, remedies }) => ({
      code,
      severity,
      client,
      instances,
      target,
      failure,
      disposition,
      message,
      remedies: (remedies as { id: string; commands: unknown }[]).map(({ id, commands }) => [id, commands]),
    }))
    .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));

describe("one case, read from a spec or from documents of cluster and cloud", () => {
  const cloud = ["cluster.json", "attribute.json", "listener.json"];

  test("has the same findings", async () => {
    const [spec, documents] = [await told("spec.yaml"), await told(...cloud)];
    // Only a spec speaks of a cluster that is still to be built.
    const built = essence(spec).filter(({ code }) => code !== "SLB102");
    expect(essence(documents)).toEqual(built);
    expect(essence(documents).map(({ code }) => code)).toEqual(["SLB101", "SLB103", "SLB202"]);
    expect(essence(spec).map(({ code }) => code)).toContain("SLB102");
    expect(new Set(spec.inconclusive.map(({ code }) => code))).toEqual(new Set());
  });

  test("in any order of documents", async () => {
    expect(await told(...[...cloud].reverse())).toEqual(await told(...cloud));
  });

  test("and says what it cannot tell when a document is left out", async () => {
    const { inconclusive, findings } = await told("cluster.json", "listener.json");
    const isHairpin = (each: Record<string, unknown>) => /^SLB10[13]$/.test(String(each["code"]));
    expect(findings.filter(isHairpin)).toEqual([]);
    const open = inconclusive.filter(isHairpin);
    expect(open).toHaveLength(6);
    expect(open[0]).toMatchObject({
      missing: [
        {
          fact: `balancer.addresses with ${ADDRESS}`,
          howToProvide: `slbctl doctor --provider PROVIDER --lb NAME, or --assume ${ADDRESS}=MODEL`,
        },
      ],
    });
  });
});
