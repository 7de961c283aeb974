import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { clb, clusterJson, LB, masterAddress, masters, told, verdictsOf } from "./cluster.ts";

describe("SLB304 from kubeadm's configuration", () => {
  test("fires where the endpoint is the first master's address, and names what it rests on", async () => {
    const said = await told({ "cluster.json": clusterJson(`${masterAddress(1)}:6443`) });
    expect(verdictsOf(said, "SLB304")).toEqual(["error"]);
    const [found] = said.findings.filter(({ code }) => code === "SLB304");
    expect(found?.message).toContain("which is m1 itself");
    expect(found?.evidence.map(({ value }) => value)).toEqual(
      expect.arrayContaining([
        'cluster.controlPlaneEndpoint: {"host":"10.0.1.11","port":6443}',
        'm1 node.addresses: ["10.0.1.11"]',
      ]),
    );
  });

  test("fires through a name that every node's hosts file leads to one master", async () => {
    const hosts = `127.0.0.1 localhost\n${masterAddress(2)} api.example.com\n`;
    const said = await told({
      "cluster.json": clusterJson("api.example.com:6443"),
      "nodes/m1/etc/hosts": hosts,
      "nodes/m2/etc/hosts": hosts,
    });
    expect(verdictsOf(said, "SLB304")).toEqual(["error"]);
  });

  test("is silent behind a load balancer, and cannot tell of a name that nothing resolves", async () => {
    const behind = { "cluster.json": clusterJson(`${LB}:6443`), ...clb(masters) };
    expect(verdictsOf(await told(behind), "SLB304")).toEqual(["fine"]);
    const said = await told({ "cluster.json": clusterJson("api.example.com:6443") });
    expect(verdictsOf(said, "SLB304")).toEqual(["cannot tell"]);
    expect(said.inconclusive.find(({ code }) => code === "SLB304")?.missing).toMatchObject([
      {
        fact: "name.addresses of api.example.com",
        howToProvide: "--resolve, or --host api.example.com=ADDRESS",
      },
    ]);
  });
});

describe("SLB305 from the Service's endpoints and a CLB's backends", () => {
  const cluster = (serving: readonly number[]) => ({
    "cluster.json": clusterJson(`${LB}:6443`, {
      serving,
      providerId: (index) => `cn-hangzhou.${masters[index - 1]?.id}`,
    }),
  });

  test("is silent where they are the same, joined by instance id alone", async () => {
    const byId = clb(masters.map(({ id }) => ({ id })));
    expect(verdictsOf(await told({ ...cluster([1, 2, 3]), ...byId }), "SLB305")).toEqual(["fine"]);
  });

  test("fires where a master was never put in, and where one is gone", async () => {
    const two = await told({ ...cluster([1, 2, 3]), ...clb(masters.slice(0, 2)) });
    expect(verdictsOf(two, "SLB305")).toEqual(["warning"]);
    expect(two.findings.find(({ code }) => code === "SLB305")?.message).toContain(
      "no connection reaches the API server on m3:6443",
    );
    const gone = await told({ ...cluster([1, 2]), ...clb(masters) });
    expect(gone.findings.find(({ code }) => code === "SLB305")?.message).toContain(
      "no API server is known at backend m3:6443",
    );
  });

  test("cannot tell of a backend that nothing joins to a node, and says how to join it", async () => {
    const stranger = clb([...masters.slice(0, 2), { id: "i-bp67unknown" }]);
    const said = await told({ ...cluster([1, 2, 3]), ...stranger });
    expect(verdictsOf(said, "SLB305")).toEqual(["cannot tell"]);
    expect(said.inconclusive.find(({ code }) => code === "SLB305")?.missing[0]?.howToProvide).toBe(
      "slbctl doctor --map i-bp67unknown=NODE",
    );
  });
});

/** The answers of `aws elbv2 describe-…` in examples/clean, with the targets in other states. */
async function nlb(...states: readonly string[]) {
  const folder = new URL("../../../examples/clean/", import.meta.url);
  const names = (await readdir(new URL("cloud", folder))).map((name) => `cloud/${name}`);
  const texts = await Promise.all(
    ["cluster.json", ...names].map(async (name) => [name, await readFile(new URL(name, folder), "utf8")]),
  );
  const files = Object.fromEntries(texts) as Record<string, string>;
  const key = "cloud/describe-target-health.json";
  const health = JSON.parse(files[key] ?? "") as { TargetHealthDescriptions: object[] };
  const TargetHealthDescriptions = health.TargetHealthDescriptions.map((target, index) => ({
    ...target,
    TargetHealth: { State: states[index], Reason: "Target.FailedHealthChecks" },
  }));
  return { ...files, [key]: JSON.stringify({ TargetHealthDescriptions }) };
}

describe("SLB306 from an NLB's target health", () => {
  test("fires only where every target is unhealthy", async () => {
    const down = await told(await nlb("unhealthy", "unhealthy", "unhealthy"));
    expect(new Set(verdictsOf(down, "SLB306"))).toEqual(new Set(["warning"]));
    expect(down.findings.find(({ code }) => code === "SLB306")?.message).toContain("all 3 backends");
    const one = await told(await nlb("unhealthy", "unhealthy", "healthy"));
    expect(verdictsOf(one, "SLB306")).toEqual(["fine"]);
  });
});
