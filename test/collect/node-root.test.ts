import { describe, expect, it } from "vitest";
import { idsOf, knownValue } from "../../src/core/topology.ts";
import { collected } from "./evidence.ts";

// A master's files as kubeadm 1.30 writes them; keys replaced by markers that must never come out.
const kubeconfig = (server: string) => `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: U0VDUkVULUNB
    server: ${server}
  name: kubernetes
contexts:
- context: {cluster: kubernetes, user: default-auth}
  name: default
current-context: default
kind: Config
users:
- name: default-auth
  user:
    client-key-data: U0VDUkVULUtFWQ==
    token: SECRET-TOKEN
`;

const manifest = `apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver, namespace: kube-system}
spec:
  containers:
  - command:
    - kube-apiserver
    - --advertise-address=10.0.0.1
    - --anonymous-auth=false
    - --secure-port=6443
    - --service-account-signing-key-file=/etc/kubernetes/pki/sa.key
  hostNetwork: true
`;

const root = "nodes/m1/";
const files = {
  [`${root}etc/kubernetes/kubelet.conf`]: kubeconfig("https://k8s-api.example.com:6443"),
  [`${root}etc/kubernetes/controller-manager.conf`]: kubeconfig("https://10.0.0.1:6443"),
  [`${root}etc/kubernetes/scheduler.conf`]: kubeconfig("https://127.0.0.1:6443"),
  [`${root}etc/kubernetes/manifests/kube-apiserver.yaml`]: manifest,
  [`${root}etc/kubernetes/pki/sa.key`]: "SECRET-FILE: x\n",
  [`${root}var/lib/kubelet/config.yaml`]:
    "kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\nhairpinMode: promiscuous-bridge\n",
  [`${root}var/lib/cloud/data/instance-id`]: "i-bp1abcdefg\n",
  [`${root}etc/hosts`]:
    "127.0.0.1 localhost\n10.0.0.1 k8s-api.example.com k8s-api # own\nfe80::1%eth0 odd\nnot an address\n",
  [`${root}etc/cni/net.d/10-flannel.conflist`]:
    '{"name":"cbr0","cniVersion":"0.3.1","plugins":[{"type":"flannel","delegate":{"hairpinMode":true,"isDefaultGateway":true}},{"type":"portmap"}]}',
  [`${root}etc/cni/net.d/87-podman-bridge.conf`]:
    '{"name":"podman","type":"bridge","ipMasq":true,"hairpinMode":"hairpin-veth"}',
};

describe("a copy of a node's root", () => {
  it("says whom each component dials from that node", async () => {
    const { topology } = await collected(files);
    const client = (id: string) => topology.subjects.client.get(id);
    expect(idsOf(topology, "client")).toEqual([
      "kube-controller-manager/10.0.0.1:6443",
      "kube-scheduler/127.0.0.1:6443",
      "kubelet/k8s-api.example.com:6443",
    ]);
    expect(client("kubelet/k8s-api.example.com:6443")).toMatchObject({
      kind: { value: "kubelet", origins: [{ source: "nodes/m1/etc/kubernetes/kubelet.conf" }] },
      nodes: { value: ["m1"] },
      network: { value: "host" },
      dials: { value: [{ host: "k8s-api.example.com", port: 6443 }] },
    });
  });

  it("says what the node is", async () => {
    const { topology } = await collected(files);
    const fact = (name: Parameters<typeof knownValue<"node", "roles">>[3] | string) =>
      knownValue(topology, "node", "m1", name as "roles") as unknown;
    expect(fact("apiServer")).toEqual({ host: "10.0.0.1", port: 6443 });
    expect(fact("roles")).toEqual(["master"]);
    expect(fact("instanceId")).toBe("i-bp1abcdefg");
    expect(fact("kubeletHairpinMode")).toBe("promiscuous-bridge");
    expect(fact("hosts")).toContainEqual({ name: "k8s-api.example.com", address: "10.0.0.1" });
    const plugins = fact("cniPlugins") as readonly unknown[];
    expect(plugins).toHaveLength(3);
    expect(plugins).toContainEqual({ hairpinMode: true, network: "cbr0", type: "flannel" });
    expect(plugins).toContainEqual({ hairpinMode: true, ipMasq: true, network: "podman", type: "bridge" });
    expect(plugins).toContainEqual({ network: "cbr0", type: "portmap" });
    expect(knownValue(topology, "cluster", "cluster", "anonymousAuth")).toBe(false);
  });

  it("lets no secret out, and opens no file that it does not know", async () => {
    const { observations, notes } = await collected(files);
    expect(JSON.stringify([observations, notes])).not.toMatch(/SECRET|U0VDUkVU/);
    expect(notes.map(({ en }) => en)).toEqual(["not recognised: nodes/m1/etc/kubernetes/pki/sa.key"]);
  });

  it("keeps kubelets apart that dial different servers", async () => {
    const { topology } = await collected({
      "nodes/m1/etc/kubernetes/kubelet.conf": kubeconfig("https://10.0.0.1:6443"),
      "nodes/w1/etc/kubernetes/kubelet.conf": kubeconfig("https://api.example.com:6443"),
      "nodes/w2/etc/kubernetes/kubelet.conf": kubeconfig("https://api.example.com:6443"),
    });
    expect(knownValue(topology, "client", "kubelet/api.example.com:6443", "nodes")).toEqual(["w1", "w2"]);
    expect(knownValue(topology, "client", "kubelet/10.0.0.1:6443", "nodes")).toEqual(["m1"]);
  });

  it("names the place of a broken kubeconfig", async () => {
    await expect(collected({ "nodes/m1/etc/kubernetes/kubelet.conf": "a: [\nb: {" })).rejects.toThrow(
      /^nodes\/m1\/etc\/kubernetes\/kubelet\.conf:\d+:\d+: not YAML/,
    );
  });
});
