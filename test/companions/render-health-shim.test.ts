import { execFileSync, spawnSync } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, onTestFinished, test } from "vitest";
import type { HealthShim } from "../../src/companions/health-shim/health-shim.ts";
import { renderHealthShim } from "../../src/companions/health-shim/render-health-shim.ts";
import { missing, programPath } from "../skip.ts";
import { temporaryFolder, writeFiles } from "./toy-api-server.ts";

const SHIM: HealthShim = {
  name: "prod-api",
  port: 6440,
  path: "/readyz",
  masters: [
    { name: "m1", port: 6443 },
    { name: "m2", port: 6443 },
  ],
  anonymousAuth: true,
};

const textOf = (shim: HealthShim, path: string): string => {
  const file = renderHealthShim(shim).find((each) => each.path === path);
  if (file === undefined) throw new Error(`${path} is not written`);
  return file.text;
};

describe("the shim's files", () => {
  test("carry their mark in the first line, so that they may be written again", () => {
    for (const { text } of renderHealthShim(SHIM)) expect(text.split("\n")[0]).toContain("written by slbctl");
  });

  test("differ by the API server's port where the masters' ports do", () => {
    const masters = [...SHIM.masters, { name: "m3", port: 7443 }];
    const paths = renderHealthShim({ ...SHIM, masters }).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["haproxy-6443.cfg", "haproxy-7443.cfg"]));
    expect(textOf({ ...SHIM, masters }, "haproxy-7443.cfg")).toContain("server local 127.0.0.1:7443 ");
    expect(textOf({ ...SHIM, masters }, "README.md")).toMatch(/haproxy-7443\.cfg .*# m3$/m);
  });

  test("show a client certificate only where strangers are turned away", () => {
    expect(textOf(SHIM, "haproxy.cfg")).not.toContain(" crt ");
    expect(textOf(SHIM, "README.md")).not.toContain("client.pem");
    const closed = { ...SHIM, anonymousAuth: false };
    expect(
      textOf(closed, "haproxy.cfg").match(/ crt \/etc\/slbctl\/health-shim\/client\.pem$/gm),
    ).toHaveLength(2);
    for (const readme of ["README.md", "README.zh-CN.md"])
      expect(textOf(closed, readme)).toContain("client.pem");
  });

  test("the same headings and commands stand in both languages", () => {
    const shape = (text: string) => ({
      headings: text.match(/^#+ /gm)?.length,
      commands: text.match(/```sh\n[^`]*```/g)?.map((block) => block.replace(/ *#.*$/gm, "")),
    });
    for (const anonymousAuth of [true, false]) {
      const shim = { ...SHIM, anonymousAuth };
      expect(shape(textOf(shim, "README.zh-CN.md"))).toEqual(shape(textOf(shim, "README.md")));
    }
  });

  test("stand where the unit's own documentation is looked for", () => {
    const [, documentation] =
      /^Documentation=file:(.*)\/README\.md$/m.exec(textOf(SHIM, "slbctl-health-shim.service")) ?? [];
    expect(textOf(SHIM, "README.md")).toContain(
      `install -m 0644 README.md README.zh-CN.md ${documentation}/`,
    );
  });

  // The restricted Pod Security Standard, except for what a shim of the host needs: hostNetwork and hostPath.
  test("the static pod gives up every right that it does not need", () => {
    const pod = load(textOf(SHIM, "static-pod.yaml")) as {
      spec: {
        hostNetwork: boolean;
        automountServiceAccountToken: boolean;
        securityContext: Record<string, unknown>;
        containers: { securityContext: unknown; volumeMounts: { readOnly?: boolean }[]; image: string }[];
        volumes: { hostPath: { path: string } }[];
      };
    };
    expect(pod.spec).toMatchObject({ hostNetwork: true, automountServiceAccountToken: false });
    expect(pod.spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    });
    const [container] = pod.spec.containers;
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(container?.volumeMounts.every(({ readOnly }) => readOnly === true)).toBe(true);
    expect(container?.image).toMatch(/:\d+\.\d+/);
    // No key of the cluster is within its reach.
    expect(pod.spec.volumes.map(({ hostPath }) => hostPath.path)).toEqual([
      "/etc/slbctl/health-shim",
      "/etc/kubernetes/pki/ca.crt",
    ]);
  });

  test("systemd understands the unit", async (context) => {
    const analyze = programPath("systemd-analyze");
    if (analyze === undefined) return context.skip(missing("systemd-analyze"));
    const folder = await temporaryFolder((undo) => onTestFinished(undo));
    const name = "slbctl-health-shim.service" as const;
    const unit = textOf(SHIM, name)
      .replaceAll("/usr/sbin/haproxy", "/bin/true")
      .replaceAll("=haproxy", "=root");
    const { [name]: file } = await writeFiles(folder, { [name]: unit });
    const { stderr } = spawnSync(analyze, ["verify", "--man=no", file], { encoding: "utf8" });
    expect(stderr.split("\n").filter((line) => line.includes("slbctl-health-shim"))).toEqual([]);
    const planted = await writeFiles(folder, { "planted.service": `${unit}\nRestart=sometimes\n` });
    const refused = spawnSync(analyze, ["verify", "--man=no", planted["planted.service"]], {
      encoding: "utf8",
    });
    expect(refused.stderr).toContain("planted.service");
  });

  test("the client certificate of the README can be made as it says", async (context) => {
    const openssl = programPath("openssl");
    if (openssl === undefined) return context.skip(missing("openssl"));
    const folder = await temporaryFolder((undo) => onTestFinished(undo));
    const run = (script: string) => execFileSync("sh", ["-ec", script], { cwd: folder, stdio: "pipe" });
    run("openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=kubernetes -keyout ca.key -out ca.crt -days 2");
    const [, commands = ""] =
      /```sh\n(\(\numask[^`]*?\n\))\nchown/.exec(textOf({ ...SHIM, anonymousAuth: false }, "README.md")) ??
      [];
    run(commands.replaceAll("/etc/kubernetes/pki/", "").replaceAll("/etc/slbctl/health-shim/", ""));
    run("openssl verify -CAfile ca.crt client.pem && openssl pkey -in client.pem -noout");
    run("openssl verify -purpose sslclient -CAfile ca.crt client.pem");
    expect(() => run("openssl verify -purpose sslserver -CAfile ca.crt client.pem")).toThrow();
    expect(run("openssl x509 -in client.pem -noout -subject").toString()).toContain("slbctl-health-shim");
    // Only what the shim needs is left, and nobody else may read the key, from its first byte on.
    expect((await readdir(folder)).sort()).toEqual(["ca.crt", "ca.key", "client.pem"]);
    expect((await stat(join(folder, "client.pem"))).mode & 0o777).toBe(0o600);
  });
});
