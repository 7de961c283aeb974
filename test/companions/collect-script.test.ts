import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { COLLECT_SCRIPT } from "../../src/companions/collect-script/collect-script.gen.ts";
import { runCli } from "../cli/run-cli.ts";
import { missing, programPath, runProgram } from "../skip.ts";

/** Must never come out, in plain or in base64. */
const SECRETS = Array.from({ length: 40 }, (_, index) => `sEcReT${index}q7Xz${index * 7919}`);
let used = 0;
const secret = (): string => SECRETS[used++ % SECRETS.length] ?? "";
const encoded = (): string => Buffer.from(`-----KEY ${secret()} KEY-----`).toString("base64");

const kubeconfig = (server: string): string => `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${encoded()}
    server: ${server}
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: "system:node:m1"
  name: default
current-context: default
kind: Config
preferences: {}
users:
- name: system:node:m1
  user:
    client-certificate-data: ${encoded()}
    client-key-data: ${encoded()}
    token: ${secret()}
    password: '${secret()}'
    tokenFile: |
        ${secret()}
    username: >-
      ${secret()}
    exec:
      env:
      - {name: TOKEN, value: ${secret()}}
      - name: AWS_SECRET_ACCESS_KEY
        value: "${secret()}"
      args:
      - --password=${secret()}
`;

const manifest = (): string => `apiVersion: v1
kind: Pod
metadata:
  annotations:
    note: ${secret()}
  labels:
    component: kube-apiserver
  name: kube-apiserver
  namespace: kube-system
spec:
  containers:
  - command:
    - kube-apiserver
    - --advertise-address=10.0.1.11
    - --anonymous-auth=false
    - --secure-port=6443
    - --service-account-signing-key-file=/etc/kubernetes/pki/sa.key
    - --etcd-servers=https://root:${secret()}@127.0.0.1:2379
    - --encryption-provider-key=${secret()}
    - --oidc-client-secret=${secret()}
    - ${secret()}
    env:
    - name: PASSWORD
      value: ${secret()}
    - {name: TOKEN, value: "${secret()}"}
    image: registry.k8s.io/kube-apiserver:v1.30.4
  hostNetwork: true
`;

/** A master's files; the API server denies anonymous requests, and its kubelet dials a balancer. */
const files = (): Readonly<Record<string, string>> => ({
  "etc/hostname": "m1\n",
  "etc/hosts": `127.0.0.1 localhost # ${secret()}\n10.0.1.100 api.example.com\npassword ${secret()}\n`,
  "etc/kubernetes/kubelet.conf": kubeconfig(`https://user:${secret()}@10.0.1.100:6443`),
  "etc/kubernetes/admin.conf": kubeconfig("https://api.example.com:6443/?token=none").replaceAll(
    "\n",
    "\r\n",
  ),
  "etc/kubernetes/json.conf": JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: "c", cluster: { server: "https://10.0.1.100:6443", "certificate-authority-data": encoded() } },
    ],
    users: [{ name: "u", user: { token: secret(), "client-key-data": encoded() } }],
  }),
  "etc/kubernetes/bad name.conf": secret(),
  "etc/kubernetes/encryption.yaml": `keys:\n- secret: ${encoded()}\n`,
  "etc/kubernetes/manifests/kube-apiserver.yaml": manifest(),
  "etc/kubernetes/pki/apiserver.key": `-----BEGIN RSA PRIVATE KEY-----\n${encoded()}\n-----END RSA PRIVATE KEY-----\n`,
  "etc/kubernetes/pki/apiserver.crt": `-----BEGIN CERTIFICATE-----\nTUlJQw==\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n${encoded()}\n-----END PRIVATE KEY-----\n`,
  "etc/cni/net.d/10-calico.conflist": JSON.stringify(
    {
      name: "k8s-pod-network",
      plugins: [
        { type: "calico", policy: { type: "k8s", k8s_auth_token: `${secret()}"\\ ${secret()}` } },
        { type: "bridge", hairpinMode: true, etcd_endpoints: `https://u:${secret()}@127.0.0.1:2379` },
      ],
    },
    null,
    2,
  ),
  "var/lib/kubelet/config.yaml": `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nhairpinMode: hairpin-veth\nstaticPodURLHeader:\n  Authorization: [Bearer ${secret()}]\n`,
  "var/lib/cloud/data/instance-id": "i-bp1abcdefg\n",
  "root/.bash_history": secret(),
});

const SHELLS = ["dash", "busybox"] as const;
let folder = "";
let planted: Readonly<Record<string, string>> = {};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slbctl-collect-"));
  used = 0;
  planted = files();
  for (const [name, text] of Object.entries(planted)) {
    await mkdir(dirname(join(folder, "root", name)), { recursive: true });
    await writeFile(join(folder, "root", name), text);
  }
  await writeFile(join(folder, "collect.sh"), COLLECT_SCRIPT);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(shell: (typeof SHELLS)[number], out: string, env: Readonly<Record<string, string>> = {}) {
  const path = programPath(shell);
  if (path === undefined) return undefined;
  const parameters = [...(shell === "busybox" ? ["sh"] : []), join(folder, "collect.sh"), out];
  return runProgram(path, parameters, {
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "", ROOT: join(folder, "root"), ...env },
    timeoutMs: 30_000,
  });
}

async function written(out: string): Promise<Readonly<Record<string, string>>> {
  const names = await readdir(join(folder, out), { recursive: true, withFileTypes: true });
  const paths = names.filter((each) => each.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const texts = await Promise.all(
    paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path, "utf8")]),
  );
  return Object.fromEntries(texts) as Record<string, string>;
}

/** Secrets found in a text, in plain, in base64, or base64 of what it holds. */
const leaks = (text: string): readonly string[] => {
  const decoded = (text.match(/[A-Za-z0-9+/]{12,}={0,2}/g) ?? []).map((each) =>
    Buffer.from(each, "base64").toString(),
  );
  return SECRETS.filter((each) => [text, ...decoded].some((part) => part.includes(each)));
};

describe.each(SHELLS)("the script under %s", (shell) => {
  test("copies what doctor reads, and no secret", async (context) => {
    const ran = await run(shell, "out");
    if (ran === undefined) return context.skip(missing(shell));
    expect(ran.output).toContain("slbctl doctor --from out");
    expect(ran.status).toBe(0);
    const all = await written("out");
    expect(Object.keys(all).sort()).toEqual(
      [
        "etc/cni/net.d/10-calico.conflist",
        "etc/hostname",
        "etc/hosts",
        "etc/kubernetes/admin.conf",
        "etc/kubernetes/json.conf",
        "etc/kubernetes/kubelet.conf",
        "etc/kubernetes/manifests/kube-apiserver.yaml",
        "etc/kubernetes/pki/apiserver.crt",
        "var/lib/cloud/data/instance-id",
        "var/lib/kubelet/config.yaml",
      ].map((name) => `out/nodes/m1/${name}`),
    );
    for (const [name, text] of Object.entries(all)) expect([name, leaks(text)]).toEqual([name, []]);
    expect(leaks(ran.output)).toEqual([]);
    // The gate sees what was planted.
    expect(leaks(Object.values(planted).join("\n")).length).toBeGreaterThan(20);
    expect(JSON.parse(all["out/nodes/m1/etc/cni/net.d/10-calico.conflist"] ?? "")).toMatchObject({
      plugins: [{ type: "calico" }, { type: "bridge", hairpinMode: true }],
    });
  });

  test("and the diagnosis is that of the files themselves", async (context) => {
    if ((await run(shell, "out")) === undefined) return context.skip(missing(shell));
    for (const name of ["bad name.conf", "json.conf", "encryption.yaml"])
      await rm(join(folder, "root/etc/kubernetes", name));
    await rm(join(folder, "out/nodes/m1/etc/kubernetes/json.conf"));
    const told = async (...from: string[]) => {
      const flags = from.flatMap((path) => ["--from", path]);
      const { stdout, stderr } = await runCli(["doctor", ...flags, "-o", "json"], { cwd: folder });
      expect(stderr).not.toContain("error:");
      const { findings, inconclusive, passed } = JSON.parse(stdout) as Record<
        string,
        { evidence?: unknown }[]
      >;
      return { findings: findings?.map(({ evidence: _places, ...rest }) => rest), inconclusive, passed };
    };
    await mkdir(join(folder, "copy/nodes"), { recursive: true });
    await import("node:fs/promises").then(({ cp }) =>
      cp(join(folder, "root"), join(folder, "copy/nodes/m1"), { recursive: true }),
    );
    const script = await told("out");
    expect(script).toEqual(await told("copy"));
    expect(JSON.stringify(script)).toContain("10.0.1.100");
  });

  test("is not led astray by hostile names", async (context) => {
    await writeFile(join(folder, "root/etc/hostname"), "../../-rf $(touch pwned) M1;x\n");
    const ran = await run(shell, "-out dir");
    if (ran === undefined) return context.skip(missing(shell));
    expect(ran.status).toBe(0);
    expect(await readdir(join(folder, "-out dir/nodes"))).toEqual(["rftouchpwnedm1x"]);
    expect((await readdir(folder)).sort()).toEqual(["-out dir", "collect.sh", "root"]);
  });

  test("says so where there is nothing", async (context) => {
    await mkdir(join(folder, "empty"));
    const ran = await run(shell, "out", { ROOT: join(folder, "empty") });
    if (ran === undefined) return context.skip(missing(shell));
    expect(ran).toMatchObject({ status: 3, output: expect.stringContaining("nothing was found to collect") });
  });
});

test("slbctl collect --script prints it", async () => {
  expect(await runCli(["collect", "--script"])).toEqual({ status: 0, stdout: COLLECT_SCRIPT, stderr: "" });
  expect((await runCli(["collect"])).status).toBe(2);
});

test("it is ASCII, and asks the system for nothing but reading", () => {
  expect(COLLECT_SCRIPT).toMatch(/^[\t\n\x20-\x7e]+$/);
  expect(COLLECT_SCRIPT).not.toMatch(
    /\b(nft (add|delete|flush|-f)|ip (link|addr|route|rule) (add|del|set|flush)|sysctl -w|kill|systemctl)\b/,
  );
});
