import { describe, expect, it } from "vitest";
import type { FactName, SubjectKind } from "../../../src/core/facts.ts";
import { idsOf, knownValue } from "../../../src/core/topology.ts";
import { collected, type Evidence, listOf } from "../evidence.ts";
import { kubeadmConfig, kubeProxyConfig, node } from "../objects.ts";

const value = <K extends SubjectKind>(
  { topology }: Evidence,
  kind: K,
  id: string,
  fact: FactName<K>,
): unknown => knownValue(topology, kind, id, fact);

const cluster = (evidence: Evidence, fact: FactName<"cluster">) =>
  value(evidence, "cluster", "cluster", fact);

describe("Kubernetes objects", () => {
  it("nodes: role, addresses, instance, zone, versions, and nothing that is not there", async () => {
    const found = await collected({
      "dump.json": listOf(node("m1", "10.0.0.1", true), node("w1", "10.0.0.9", false, { providerID: "" })),
    });
    expect(idsOf(found.topology, "node")).toEqual(["m1", "w1"]);
    expect(value(found, "node", "m1", "roles")).toEqual(["master"]);
    expect(value(found, "node", "m1", "addresses")).toEqual(["10.0.0.1"]);
    expect(value(found, "node", "m1", "instanceId")).toBe("i-0123456789abcdef0");
    expect(value(found, "node", "m1", "zone")).toBe("eu-west-1a");
    expect(value(found, "node", "m1", "kubeletVersion")).toBe("v1.30.4");
    expect(value(found, "node", "m1", "podCidrs")).toEqual(["10.244.0.0/24"]);
    expect(value(found, "node", "w1", "roles")).toEqual(["worker"]);
    expect(value(found, "node", "w1", "instanceId")).toBeUndefined();
    expect(cluster(found, "masters")).toEqual(["m1"]);
  });

  // The forms of provider ids that the cloud providers' own sources build.
  it.each([
    ["aws:///eu-west-1a/i-0abc", "i-0abc"],
    ["cn-hangzhou.i-bp1abcdefghijklmnopq", "i-bp1abcdefghijklmnopq"],
    ["alicloud://cn-hangzhou.i-bp1abc", "i-bp1abc"],
    ["gce://project/europe-west1-b/gke-node-1", "gke-node-1"],
    ["openstack:///5c7b9d1e-0000-4000-8000-000000000000", "5c7b9d1e-0000-4000-8000-000000000000"],
  ])("provider id %s is instance %s", async (providerID, instance) => {
    const found = await collected({ "n.json": JSON.stringify(node("n", "10.0.0.1", false, { providerID })) });
    expect(value(found, "node", "n", "instanceId")).toBe(instance);
  });

  it("kubeadm's ConfigMap: endpoint, version, gate, flags, ranges; and who dials the OIDC issuer", async () => {
    const found = await collected({
      "dump.json": listOf(kubeadmConfig, node("m1", "10.0.0.1", true), node("w1", "10.0.0.2", false)),
    });
    expect(cluster(found, "controlPlaneEndpoint")).toEqual({ host: "k8s-api.example.com", port: 6443 });
    expect(cluster(found, "kubernetesVersion")).toBe("1.31.2");
    expect(cluster(found, "kubeletLocalMode")).toBe(true);
    expect(cluster(found, "anonymousAuth")).toBe(false);
    expect(cluster(found, "podCidrs")).toEqual(["10.244.0.0/16"]);
    expect(cluster(found, "serviceCidrs")).toEqual(["10.96.0.0/12"]);
    const issuer = "kube-apiserver/oidc-issuer/login.example.com/realms/k8s";
    expect(value(found, "client", issuer, "dials")).toEqual([{ host: "login.example.com", port: 443 }]);
    expect(value(found, "client", issuer, "nodes")).toEqual(["m1"]);
  });

  it("kubeadm configuration as a file, v1beta4 with its list of arguments, endpoint without port", async () => {
    const found = await collected({
      "kubeadm.yaml": `apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint: {advertiseAddress: 10.0.0.1, bindPort: 6443}
nodeRegistration: {name: m1}
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
controlPlaneEndpoint: api.example.com
apiServer:
  extraArgs:
  - {name: anonymous-auth, value: "true"}
`,
    });
    expect(cluster(found, "controlPlaneEndpoint")).toEqual({ host: "api.example.com", port: 6443 });
    expect(cluster(found, "anonymousAuth")).toBe(true);
    expect(value(found, "node", "m1", "apiServer")).toEqual({ host: "10.0.0.1", port: 6443 });
  });

  it("a damaged kubeadm-config leaves the endpoint unknown, with a reason", async () => {
    const broken = { ...kubeadmConfig, data: { ClusterConfiguration: "a: [" } };
    const { topology } = await collected({ "dump.json": listOf(broken) });
    expect(topology.subjects.cluster.get("cluster")?.controlPlaneEndpoint).toMatchObject({
      state: "unknown",
      howToProvide: expect.stringContaining("kubeadm-config"),
    });
  });

  it("kube-proxy: mode, and its one server for every node", async () => {
    const found = await collected({
      "dump.json": listOf(kubeProxyConfig, node("m1", "10.0.0.1", true), node("w1", "10.0.0.2", false)),
    });
    expect(cluster(found, "kubeProxyMode")).toBe("ipvs");
    expect(value(found, "client", "kube-proxy", "dials")).toEqual([
      { host: "k8s-api.example.com", port: 6443 },
    ]);
    expect(value(found, "client", "kube-proxy", "nodes")).toEqual(["m1", "w1"]);
  });

  it("Services, Ingresses and endpoints", async () => {
    const found = await collected({
      "dump.json": listOf(
        {
          apiVersion: "v1",
          kind: "Service",
          metadata: { name: "ingress-nginx-controller", namespace: "ingress-nginx" },
          spec: {
            clusterIP: "10.96.3.4",
            clusterIPs: ["10.96.3.4"],
            externalIPs: ["192.0.2.9"],
            externalTrafficPolicy: "Local",
            ports: [{ name: "https", nodePort: 31443, port: 443, protocol: "TCP", targetPort: "https" }],
            selector: { "app.kubernetes.io/name": "ingress-nginx" },
            type: "LoadBalancer",
          },
          status: {
            loadBalancer: {
              ingress: [{ ip: "192.0.2.7", ipMode: "Proxy" }, { hostname: "LB.example.NET." }],
            },
          },
        },
        {
          apiVersion: "networking.k8s.io/v1",
          kind: "Ingress",
          metadata: { name: "shop", namespace: "shop" },
          spec: { rules: [{ host: "shop.example.com" }, { host: "*.example.com" }] },
          status: { loadBalancer: { ingress: [{ ip: "192.0.2.7" }] } },
        },
        {
          apiVersion: "discovery.k8s.io/v1",
          kind: "EndpointSlice",
          metadata: {
            name: "kubernetes",
            namespace: "default",
            labels: { "kubernetes.io/service-name": "kubernetes" },
          },
          addressType: "IPv4",
          endpoints: [
            { addresses: ["10.0.0.1"], conditions: { ready: true } },
            { addresses: ["10.0.0.2"], conditions: { ready: false } },
          ],
          ports: [{ name: "https", port: 6443 }],
        },
        {
          apiVersion: "v1",
          kind: "Endpoints",
          metadata: { name: "ingress-nginx-controller", namespace: "ingress-nginx" },
          subsets: [{ addresses: [{ ip: "10.244.1.7", nodeName: "w1" }], ports: [{ port: 443 }] }],
        },
      ),
    });
    const id = "ingress-nginx/ingress-nginx-controller";
    expect(found.topology.subjects.service.get(id)).toMatchObject({
      type: { value: "LoadBalancer" },
      clusterIps: { value: ["10.96.3.4"] },
      externalIps: { value: ["192.0.2.9"] },
      externalTrafficPolicy: { value: "Local" },
      addresses: { value: [{ address: "192.0.2.7", ipMode: "Proxy" }] },
      hostnames: { value: ["lb.example.net"] },
      ports: { value: [{ port: 443, protocol: "TCP", nodePort: 31443, targetPort: "https" }] },
      endpointNodes: { value: ["w1"] },
    });
    expect(idsOf(found.topology, "name")).toEqual(["shop.example.com"]);
    expect(value(found, "name", "shop.example.com", "addresses")).toEqual(["192.0.2.7"]);
    expect(cluster(found, "apiServerEndpoints")).toEqual([{ host: "10.0.0.1", port: 6443 }]);
  });

  it("webhooks by URL are dialled by the API server; those by Service are not", async () => {
    const found = await collected({
      "dump.json": listOf(node("m1", "10.0.0.1", true), {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingWebhookConfiguration",
        metadata: { name: "policy" },
        webhooks: [
          { name: "a.example.com", clientConfig: { url: "https://hooks.example.com/validate" } },
          { name: "b.example.com", clientConfig: { service: { name: "hook", namespace: "x" } } },
        ],
      }),
    });
    expect(idsOf(found.topology, "client")).toEqual([
      "kube-apiserver/admission-webhook/policy/a.example.com",
    ]);
    expect(value(found, "client", "kube-apiserver/admission-webhook/policy/a.example.com", "dials")).toEqual([
      { host: "hooks.example.com", port: 443 },
    ]);
  });

  const map = (namespace: string, name: string, data: Record<string, string>) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace },
    data,
  });
  const all = { sources: [], exceptDestinations: [] };

  it.each([
    [
      "cilium",
      map("kube-system", "cilium-config", {
        "enable-ipv4-masquerade": "true",
        "ipv4-native-routing-cidr": "10.0.0.0/8",
        "kube-proxy-replacement": "true",
      }),
      { by: "cilium", enabled: true, sources: [], exceptDestinations: ["10.0.0.0/8"] },
    ],
    [
      "ip-masq-agent's default ranges",
      map("kube-system", "ip-masq-agent", { config: "resyncInterval: 60s\n" }),
      {
        by: "ip-masq-agent",
        enabled: true,
        sources: [],
        exceptDestinations: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"],
      },
    ],
    [
      "antrea without encapsulation and SNAT",
      map("kube-system", "antrea-config", {
        "antrea-agent.conf": "trafficEncapMode: noEncap\nnoSNAT: true\n",
      }),
      { by: "antrea", enabled: false, ...all },
    ],
    [
      "a Calico pool",
      {
        apiVersion: "crd.projectcalico.org/v1",
        kind: "IPPool",
        metadata: { name: "default-ipv4-ippool" },
        spec: { cidr: "192.168.0.0/16", natOutgoing: true },
      },
      { by: "calico", enabled: true, sources: ["192.168.0.0/16"], exceptDestinations: ["192.168.0.0/16"] },
    ],
    [
      "flannel's DaemonSet",
      {
        apiVersion: "apps/v1",
        kind: "DaemonSet",
        metadata: { name: "kube-flannel-ds", namespace: "kube-flannel" },
        spec: {
          template: {
            spec: {
              containers: [{ args: ["--ip-masq", "--kube-subnet-mgr"], command: ["/opt/bin/flanneld"] }],
            },
          },
        },
      },
      { by: "flannel", enabled: true, ...all },
    ],
    [
      "kube-router's egress off",
      {
        apiVersion: "apps/v1",
        kind: "DaemonSet",
        metadata: { name: "kube-router", namespace: "kube-system" },
        spec: { template: { spec: { containers: [{ args: ["--enable-pod-egress=false"] }] } } },
      },
      { by: "kube-router", enabled: false, ...all },
    ],
  ])("source of pods' traffic: %s", async (_what, object, rule) => {
    expect(cluster(await collected({ "dump.json": listOf(object) }), "masquerades")).toEqual([rule]);
  });

  it("CoreDNS: exact rewrites and its own hosts", async () => {
    const Corefile =
      ".:53 {\n    rewrite name exact shop.example.com shop.shop.svc.cluster.local\n    rewrite stop name regex (.*)\\.x a\n    hosts {\n        10.0.0.5 api.example.com # VIP\n        fallthrough\n    }\n    forward . /etc/resolv.conf\n}\n";
    const found = await collected({ "dump.json": listOf(map("kube-system", "coredns", { Corefile })) });
    expect(cluster(found, "dnsRewrites")).toEqual([
      { from: "shop.example.com", to: "shop.shop.svc.cluster.local" },
    ]);
    expect(cluster(found, "dnsHosts")).toEqual([{ name: "api.example.com", address: "10.0.0.5" }]);
  });
});
