import { describe, expect, it } from "vitest";
import { fold } from "../../src/core/topology.ts";
import { ownServiceFlows } from "../../src/doctor/walk/own-service.ts";
import { runCli } from "../cli/run-cli.ts";
import { inFolder, listOf } from "../collect/evidence.ts";
import { kubeProxyConfig, node, pod } from "../collect/objects.ts";
import { observations } from "./topologies.ts";

const web = (name: string, nodeName: string) =>
  pod(name, { owner: { kind: "ReplicaSet", name: "web-5d9c7b6f8d" }, node: nodeName });
const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web", namespace: "shop" },
  spec: { clusterIP: "10.96.0.50", selector: { app: "web" }, ports: [{ port: 80 }] },
};
const slice = {
  apiVersion: "discovery.k8s.io/v1",
  kind: "EndpointSlice",
  metadata: { name: "web-x", namespace: "shop", labels: { "kubernetes.io/service-name": "web" } },
  endpoints: ["10.244.1.7", "10.244.1.8", "10.244.2.7"].map((address, index) => ({
    addresses: [address],
    conditions: { ready: true },
    nodeName: index === 2 ? "w2" : "w1",
  })),
  ports: [{ port: 8080 }],
};
const conflist = (delegate: object) =>
  JSON.stringify({ name: "cbr0", plugins: [{ type: "flannel", delegate }, { type: "portmap" }] });

async function diagnosed(delegate: object) {
  const files = {
    "cluster.json": listOf(
      node("w1", "10.0.0.21", false),
      node("w2", "10.0.0.22", false),
      kubeProxyConfig,
      service,
      slice,
      web("web-a", "w1"),
      web("web-b", "w1"),
      web("web-c", "w2"),
    ),
    "nodes/w1/etc/cni/net.d/10-flannel.conflist": conflist(delegate),
    "nodes/w2/etc/cni/net.d/10-flannel.conflist": conflist(delegate),
  };
  const { stdout } = await inFolder(files, (cwd) => runCli(["doctor", "--from", ".", "-o", "json"], { cwd }));
  const report = JSON.parse(stdout) as {
    findings: {
      code: string;
      message: string;
      failure: { share: number };
      instances: { count: number };
      evidence: { source: string; value: string }[];
    }[];
  };
  return report.findings.filter(({ code }) => code === "SLB113");
}

describe("who may dial its own Service", () => {
  const named = (mentions: readonly string[], cniPlugins?: readonly object[]) => {
    const of = observations({
      clients: {
        web: {
          kind: "pod",
          network: "pod",
          namespace: "shop",
          labels: { app: "web" },
          nodes: ["m1"],
          dials: [],
          mentions,
        },
      },
      services: {
        "shop/web": {
          clusterIps: ["10.96.0.50"],
          selector: { app: "web" },
          ports: [{ port: 80, protocol: "TCP" }],
        },
      },
      node: () => (cniPlugins === undefined ? {} : { cniPlugins: cniPlugins as never }),
    });
    return ownServiceFlows(fold(of)).map(({ target }) => `${target.host}:${target.port}`);
  };

  it("a pod that names it, by address or name, whatever the network is", () => {
    for (const mention of ["10.96.0.50", "web.shop", "web.shop.svc", "web.shop.svc.cluster.local"])
      expect(named([mention]), mention).toEqual(["10.96.0.50:80"]);
    expect(named(["api.shop.svc", "web.example.com"])).toEqual([]);
  });

  it("any pod of it where the network would not bring the packet back, and no other", () => {
    expect(named([], [{ network: "n", type: "bridge" }])).toEqual(["10.96.0.50:80"]);
    expect(named([], [{ network: "n", type: "bridge", hairpinMode: true }])).toEqual([]);
    expect(named([])).toEqual([]);
  });
});

describe("a pod that dials its own Service, from documents to a finding", () => {
  it("on a bridge without the hairpin flag: one in three, told once for both nodes, with the CNI file as evidence", async () => {
    const [finding, ...more] = await diagnosed({ isDefaultGateway: true });
    expect(more).toEqual([]);
    expect(finding?.failure.share).toBeCloseTo(1 / 3, 9);
    expect(finding?.instances.count).toBe(2);
    expect(finding?.message).toMatch(
      /^one in three new connections of .*web.* to shop\/web, its own Service/,
    );
    expect(finding?.evidence.map(({ source }) => source).join()).toContain("10-flannel.conflist");
  });

  it("with the flag: nothing", async () => {
    expect(await diagnosed({ hairpinMode: true })).toEqual([]);
  });
});
