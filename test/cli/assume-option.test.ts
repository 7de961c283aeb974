import { expect, it } from "vitest";
import { inFolder, listOf } from "../collect/evidence.ts";
import { node } from "../collect/objects.ts";
import { runCli } from "./run-cli.ts";

const VIP = "10.0.0.100";
const kubeadmConfig = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "kubeadm-config", namespace: "kube-system" },
  data: {
    ClusterConfiguration: [
      "apiVersion: kubeadm.k8s.io/v1beta4",
      "kind: ClusterConfiguration",
      "kubernetesVersion: v1.30.2",
      `controlPlaneEndpoint: ${VIP}:6443`,
    ].join("\n"),
  },
};
/** A cluster whose control-plane endpoint is an address that nothing explains. */
const files = {
  "cluster.json": listOf(
    ...[1, 2, 3].map((n) => node(`m${n}`, `10.0.0.${10 + n}`, true, { providerID: undefined })),
    kubeadmConfig,
  ),
};
const run = (...args: readonly string[]) => inFolder(files, async (cwd) => runCli(args, { cwd }));
const doctor = (...more: readonly string[]) => run("doctor", "--from", ".", "-o", "json", ...more);

interface Report {
  findings: {
    code: string;
    category: string;
    failure: { share: number };
    evidence: { source: string; value: string }[];
  }[];
  inconclusive: { code: string; missing: { fact: string; reason: string; howToProvide: string | null }[] }[];
}
const report = ({ stdout }: { stdout: string }) => JSON.parse(stdout) as Report;
const hairpins = (of: Report) => of.findings.filter(({ category }) => category === "hairpin");

it("an assumption settles what an address is, and the finding says that it rests on one", async () => {
  const assume = `${VIP}=alicloud/clb-l4,scheduler=wrr`;
  const found = hairpins(report(await doctor("--assume", assume)));
  expect(found.map(({ code }) => code)).toEqual(["SLB101", "SLB103"]);
  expect(found[0]?.failure.share).toBeCloseTo(1 / 3, 9);
  expect(found[0]?.evidence).toContainEqual(
    expect.objectContaining({ source: `--assume ${assume}`, value: 'balancer.model: "alicloud/clb-l4"' }),
  );
  expect(hairpins(report(await doctor("--assume", `${VIP}=alicloud/alb`)))).toEqual([]);
});

it("a setting that is left open is unknown where it matters, not guessed", async () => {
  const open = report(await doctor("--assume", `${VIP}=alicloud/nlb,crossZone=true`));
  expect(hairpins(open)).toEqual([]);
  const missing = open.inconclusive.flatMap((each) => each.missing.map(({ fact }) => fact));
  expect(missing).toContain("settings preserveClientIp");
});

it("what the evidence contradicts is refused", async () => {
  const { status, stderr, stdout } = await doctor("--assume", "10.0.0.11=alicloud/alb");
  expect(status).toBe(2);
  expect(stderr + stdout).toContain("node m1");
});

it.each([
  [VIP, "expected ADDRESS=MODEL"],
  [`${VIP}=alicloud/clb-l5`, "did you mean alicloud/clb-l4?"],
  [`${VIP}=quantum`, "known: alicloud/clb-l4"],
  [`${VIP}=alicloud/clb-l4,schedular=wrr`, "expected scheduler"],
  [`${VIP}=alicloud/clb-l4,scheduler=best`, "scheduler is one of wrr, rr, tch, sch"],
  [`${VIP}=alicloud/nlb,crossZone=maybe`, "crossZone is one of"],
  [`${VIP}=alicloud/alb,crossZone=true`, "alicloud/alb has no settings"],
  [`${VIP}=alicloud/clb-l4,scheduler`, "no setting=value"],
])("--assume %s is a usage error that says what is expected", async (value, expected) => {
  const { status, stderr, stdout } = await doctor("--assume", value);
  expect(status).toBe(2);
  expect(stderr + stdout).toContain(expected);
});

it("trace walks under an assumption, to the port that it dials", async () => {
  const args = ["trace", "--client", "kubelet", "--from", ".", "-o", "json"];
  const { stdout } = await run(
    ...args,
    "--to",
    `${VIP}:8443`,
    "--assume",
    `${VIP}=alicloud/clb-l4,scheduler=rr`,
  );
  const { traces } = JSON.parse(stdout) as { traces: { branches: { disposition: string }[] }[] };
  expect(
    traces.map(({ branches }) => branches.filter(({ disposition }) => disposition !== "delivered")),
  ).toEqual([1, 2, 3].map(() => [expect.objectContaining({ disposition: "martian-source" })]));
});

it("--host leads a name to an address; what it is not is a usage error", async () => {
  const to = ["trace", "--client", "kubelet", "--from", ".", "-o", "json", "--to", "api.example.com"];
  const assume = ["--assume", `${VIP}=alicloud/clb-l4,scheduler=rr`];
  const { stdout } = await run(...to, ...assume, "--host", `API.example.com=${VIP}`);
  expect(stdout).toContain("martian-source");
  for (const value of [
    "api.example.com",
    "api=",
    `=${VIP}`,
    `${VIP}=${VIP}`,
    "a b=10.0.0.1",
    "x=10.0.0.256",
  ]) {
    const { status, stderr } = await run(...to, "--host", value);
    expect(status, value).toBe(2);
    expect(stderr, value).toContain("NAME=ADDRESS");
  }
});
