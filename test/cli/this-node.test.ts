import { cp, mkdir, writeFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { reach, reachAny } from "../../src/collect/api-reachable.ts";
import { addressFacts, deviceAddresses } from "../../src/collect/node-root/local-addresses.ts";
import { ROOT, runCli, temporaryFolder } from "./run-cli.ts";

const kubeconfig = (server: string) =>
  `apiVersion: v1\nkind: Config\nclusters: [{name: c, cluster: {server: "${server}"}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\nusers: [{name: u, user: {token: SECRET-TOKEN}}]\n`;

const IP_ADDR = `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536
    inet 127.0.0.1/8 scope host lo
    inet 10.0.1.101/32 scope global lo
2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500
    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff
    inet 10.0.1.11/24 brd 10.0.1.255 scope global eth0
    inet 10.0.1.100/32 scope global eth0
    inet6 fe80::5054:ff:fe00:1/64 scope link
3: cni0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450
    inet 10.244.0.1/24 scope global cni0
4: eth1@if7: <BROADCAST,UP> mtu 1500
    inet 172.20.0.5/32 scope global eth1
`;

/** A master's root, whose kubelet and address say that it dials 10.0.1.100. */
async function master(folder: string): Promise<string> {
  const files = {
    "etc/hostname": "M1\n",
    "etc/kubernetes/kubelet.conf": kubeconfig("https://10.0.1.100:6443"),
    "etc/kubernetes/super-admin.conf": kubeconfig("https://10.0.1.100:6443"),
    "etc/kubernetes/pki/ca.key": "SECRET-KEY",
    "etc/kubernetes/manifests/kube-apiserver.yaml":
      "apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver}\nspec:\n  containers:\n  - command: [kube-apiserver, --advertise-address=10.0.1.11, --secure-port=6443]\n",
    "slbctl/ip-addr.txt": IP_ADDR.replace("    inet 10.0.1.100/32 scope global eth0\n", ""),
  };
  const root = join(folder, "root");
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(root, name, ".."), { recursive: true });
    await writeFile(join(root, name), text);
  }
  return root;
}

interface Told {
  readonly findings: readonly Record<string, unknown>[];
  readonly inconclusive: readonly unknown[];
}

describe("doctor --node", () => {
  test("judges a node's own files with what is known of the load balancer, as nodes/<name>/ would be", async () => {
    const cwd = await temporaryFolder((undo) => onTestFinished(undo));
    const root = await master(cwd);
    await cp(root, join(cwd, "nodes/m1"), { recursive: true });
    await cp(join(ROOT, "examples/clb-self-built/cloud"), join(cwd, "cloud"), { recursive: true });
    const told = async (...flags: string[]) => {
      const { stdout, stderr } = await runCli(["doctor", ...flags, "cloud", "-o", "json"], { cwd });
      expect(stdout + stderr).not.toMatch(/SECRET/);
      const { findings, inconclusive } = JSON.parse(stdout) as Told;
      return { findings: findings.map(({ evidence: _read, ...rest }) => rest), inconclusive };
    };
    const here = await told("--node", "root");
    expect(here).toEqual(await told("--from", "nodes"));
    expect(here.findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: "SLB101", failure: { mode: "per-connection", share: 1 / 3 } }),
        expect.objectContaining({ code: "SLB105" }),
      ]),
    );
  });

  test("says what can be given where there is nothing to judge", async () => {
    const cwd = await temporaryFolder((undo) => onTestFinished(undo));
    const { status, stderr } = await runCli(["doctor"], { cwd });
    expect(status).toBe(2);
    expect(stderr).toMatch(/nothing to judge/);
    expect(stderr).toMatch(/--from PATH.*--lb.*--node ROOT/);
    const absent = await runCli(["doctor", "--node", "nowhere"], { cwd });
    expect(absent.status).toBe(2);
    expect(absent.stderr).toContain("nowhere: no such file or folder");
  });
});

test("addresses are the node's own, or held for a load balancer; pods' gateways are neither", () => {
  const facts = [...addressFacts("m1", deviceAddresses(IP_ADDR), { kind: "observed", source: "x" })];
  expect(facts.map(({ fact, reading }) => [fact, reading.known ? reading.value : undefined])).toEqual([
    ["addresses", ["10.0.1.11", "172.20.0.5"]],
    ["localVips", ["10.0.1.101", "10.0.1.100"]],
  ]);
});

describe("whether an API server answers", () => {
  /** Takes connections and never says a word, like an address that is black-holed. */
  async function silent(): Promise<number> {
    const open = new Set<Socket>();
    const server = createServer((socket) => open.add(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      for (const socket of open) socket.destroy();
      server.close();
    });
    return (server.address() as { port: number }).port;
  }

  test("is told in the time that it is given, also by one that is silent", async () => {
    const port = await silent();
    const began = performance.now();
    expect(await reach({ host: "127.0.0.1", port }, 300)).toBe("silent");
    expect(performance.now() - began).toBeLessThan(3000);
  });

  test("is refused where nobody listens", async () => {
    expect(await reach({ host: "127.0.0.1", port: 1 }, 1000)).toBe("down");
  });

  test("one answer counts, whatever the others do", async () => {
    const port = await silent();
    expect(
      await reachAny(
        [
          { host: "127.0.0.1", port },
          { host: "127.0.0.1", port: 1 },
        ],
        300,
      ),
    ).toBe("down");
    expect(await reachAny([], 300)).toBeUndefined();
  });
});
