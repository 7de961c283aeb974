import { describe, expect, test } from "vitest";
import type { Files } from "../../collect/evidence.ts";
import { clb, clusterJson, kubeconfig, LB, masters, told, verdictsOf } from "./cluster.ts";

/** What `kubectl config` leaves behind when its last cluster was deleted (kubectl 1.x: null lists, no context). */
const EMPTY =
  'apiVersion: v1\nclusters: null\ncontexts: null\ncurrent-context: ""\nkind: Config\nusers: null\n';
/** And `kubectl config unset current-context`: the cluster is there, and kubectl does not dial it. */
const UNCHOSEN = kubeconfig(`https://${LB}:6443`).replace(/^current-context: .*$/m, 'current-context: ""');
const cluster: Files = { "cluster.json": clusterJson(`${LB}:6443`), ...clb(masters) };

describe("SLB401 from kubeconfigs", () => {
  test("fires on an empty one, and on one that says localhost:8080", async () => {
    for (const file of [
      EMPTY,
      UNCHOSEN,
      kubeconfig("http://localhost:8080"),
      kubeconfig("http://127.0.0.1:8080"),
    ]) {
      const said = await told({ ...cluster, config: file });
      expect(verdictsOf(said, "SLB401"), file).toEqual(["error"]);
      expect(said.findings.find(({ code }) => code === "SLB401")?.message).toMatch(/^config: it asks/);
    }
  });

  test("is silent on one that names the load balancer", async () => {
    expect(
      verdictsOf(await told({ ...cluster, config: kubeconfig(`https://${LB}:6443`) }), "SLB401"),
    ).toEqual(["fine"]);
  });
});

describe("SLB402 from a master's kubeconfigs and a CLB's listeners", () => {
  const admin = (server: string): Files => ({
    ...cluster,
    "nodes/m1/etc/kubernetes/admin.conf": kubeconfig(server),
  });

  test("fires where https:// without a port means 443 and the listener is on 6443", async () => {
    const said = await told(admin(`https://${LB}`));
    expect(verdictsOf(said, "SLB402")).toEqual(["error", "fine"]);
    const found = said.findings.find(({ code }) => code === "SLB402");
    expect(found?.message).toContain("listens on 6443, not on 443");
    expect(found?.failure).toEqual({ mode: "always", share: 1 });
  });

  test("is silent on the listener's port, and cannot tell without any listener", async () => {
    expect(verdictsOf(await told(admin(`https://${LB}:6443`)), "SLB402")).toEqual(["fine"]);
    const { "listener.json": _listener, "attribute.json": attribute, ...rest } = admin(`https://${LB}:6443`);
    const bare = { ...(JSON.parse(attribute as string) as object), ListenerPortsAndProtocol: undefined };
    const said = await told({ ...rest, "attribute.json": JSON.stringify(bare) });
    expect(verdictsOf(said, "SLB402")).toEqual(["cannot tell"]);
  });
});
