import { describe, expect, it } from "vitest";
import { runCli } from "../cli/run-cli.ts";
import { inFolder, listOf } from "../collect/evidence.ts";
import { kubeProxyConfig, node, pod } from "../collect/objects.ts";

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
