import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runCli } from "../cli/run-cli.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

interface Told {
  readonly code: string;
  readonly severity: string;
  readonly client: string | undefined;
  readonly nodes: number | undefined;
  readonly disposition: string | null;
  readonly share: number | null;
}

interface Report {
  readonly findings: readonly {
    readonly code: string;
    readonly severity: string;
    readonly client: { readonly kind: string } | null;
    readonly instances: { readonly count: number } | null;
    readonly disposition: string | null;
    readonly failure: { readonly share: number | null };
    readonly remedies: readonly { readonly id: string }[];
  }[];
  readonly inconclusive: readonly unknown[];
}

const diagnose = async (name: string) => {
  const { status, stdout } = await runCli(["doctor", "--from", `examples/${name}`, "-o", "json"], {
    cwd: ROOT,
  });
  return { status, report: JSON.parse(stdout) as Report };
};

const essence = ({ findings }: Report): readonly Told[] =>
  findings.map(({ code, severity, client, instances, disposition, failure }) => ({
    code,
    severity,
    client: client?.kind,
    nodes: instances?.count,
    disposition,
    share: failure.share,
  }));

const hairpin = (code: string, client: string, nodes: number, share: number): Told => ({
  code,
  severity: "error",
  client,
  nodes,
  disposition: "martian-source",
  share: expect.closeTo(share, 9) as number,
});

const oneArm = (client: string, nodes: number): Told => ({
  ...hairpin("SLB104", client, nodes, 1),
  disposition: "reply-bypass",
});

/**
 * What each case has to tell. Shares by the facts (hairpin, sections 1.2 and 1.3): one in N for N equal backends, for a
 * client whose source is its node's address; nothing where the load balancer replaces the source.
 */
const CASES: Readonly<Record<string, { readonly status: number; readonly findings: readonly Told[] }>> = {
  // Three masters behind a CLB, kubeadm 1.30: kubelets and kube-proxy dial the CLB's address.
  "clb-self-built": {
    status: 1,
    findings: [hairpin("SLB101", "kubelet", 3, 1 / 3), hairpin("SLB103", "kube-proxy", 3, 1 / 3)],
  },
  // Instance targets keep the client's address unless told otherwise.
  "nlb-instance-targets": {
    status: 1,
    findings: [hairpin("SLB101", "kubelet", 3, 1 / 3), hairpin("SLB103", "kube-proxy", 3, 1 / 3)],
  },
  // Two ingress nodes behind a CLB; pods that flannel translates dial a host of the Ingress.
  "ingress-snat": {
    status: 1,
    findings: [
      hairpin("SLB108", "pod", 2, 1 / 2),
      {
        code: "SLB202",
        severity: "warning",
        client: undefined,
        nodes: undefined,
        disposition: null,
        share: null,
      },
    ],
  },
  // A pod on a master is given the CLB's address as --external-url; another pod's is somebody else's.
  "external-url": { status: 1, findings: [hairpin("SLB108", "pod", 1, 1 / 3)] },
  // Destination translation beside the masters: every backend fails for clients of their subnet, workers too.
  "lvs-one-arm": {
    status: 1,
    findings: [oneArm("kube-proxy", 5), oneArm("kubelet", 3)],
  },
  // Kubelets at home (kubeadm 1.33), ip targets whose client address is replaced.
  clean: { status: 0, findings: [] },
};

describe.each(Object.entries(CASES))("examples/%s", (name, { status, findings }) => {
  test("tells its story", async () => {
    const told = await diagnose(name);
    expect(essence(told.report)).toEqual(findings);
    expect(told.report.inconclusive).toEqual([]);
    expect(told.status).toBe(status);
  });

  test("tells it in both languages", async () => {
    for (const lang of ["en", "zh-CN"]) {
      const { stdout } = await runCli(["doctor", "--from", `examples/${name}`, "--lang", lang], {
        cwd: ROOT,
      });
      for (const { code } of findings) expect(stdout).toContain(code);
      expect(/[\u4e00-\u9fff]/.test(stdout)).toBe(lang === "zh-CN");
    }
  });
});

test("every hairpin in them has a cure", async () => {
  for (const name of Object.keys(CASES)) {
    const { report } = await diagnose(name);
    for (const { code, remedies } of report.findings.filter(({ code }) => code.startsWith("SLB1")))
      expect(remedies.length, `${name} ${code}`).toBeGreaterThan(0);
  }
});

test("every folder with a cluster in it is a case", () => {
  const folders = readdirSync(`${ROOT}examples`, { withFileTypes: true }).filter((each) =>
    each.isDirectory(),
  );
  const withCluster = folders.filter(({ name }) =>
    readdirSync(`${ROOT}examples/${name}`).includes("cluster.json"),
  );
  expect(withCluster.map(({ name }) => name).sort()).toEqual(Object.keys(CASES).sort());
});
