import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { connectProxy, tlsFront } from "./connect-proxy.ts";
import { type Cloud, emulatedCloud, SPEC } from "./emulated-cloud.ts";
import { temporaryFolder } from "./run-cli.ts";
import { build, spawnCli } from "./spawn-cli.ts";

beforeAll(build);

const atEnd = (undo: () => Promise<void>) => onTestFinished(undo);
const AWS_HOST = "elasticloadbalancing.eu-central-1.amazonaws.com";

/** An emulated cloud behind TLS, whose CA stands in a file. */
async function behindTls(cloud: Cloud, host: string) {
  const cwd = await temporaryFolder(atEnd);
  const { endpoint, env } = await emulatedCloud({ cloud, stateDir: join(cwd, "state") }, atEnd);
  const front = await tlsFront(host, endpoint, atEnd);
  await writeFile(join(cwd, "ca.pem"), front.ca);
  // Whoever runs the tests may have set these; an empty one counts as unset.
  const none = { HTTPS_PROXY: "", https_proxy: "", ALL_PROXY: "", all_proxy: "", NO_PROXY: "", no_proxy: "" };
  return {
    cwd,
    env: { ...none, ...env },
    ca: { NODE_EXTRA_CA_CERTS: join(cwd, "ca.pem") },
    port: front.port,
  };
}

describe("AWS through a proxy", () => {
  test("every call goes through CONNECT to the API's own name, with the proxy's password, under the CA given", async () => {
    const { cwd, env, ca, port } = await behindTls("aws", AWS_HOST);
    const proxy = await connectProxy(port, atEnd);
    const proxied = { ...env, ...ca, HTTPS_PROXY: `http://me:p%40ss@127.0.0.1:${proxy.port}` };
    const created = await spawnCli(["create", "-f", SPEC.aws, "--yes", "-v"], cwd, proxied).ended;
    expect(created, created.stderr).toMatchObject({ status: 0 });
    expect(new Set(proxy.asked.map(({ target }) => target))).toEqual(new Set([`${AWS_HOST}:443`]));
    expect(proxy.asked[0]?.authorization).toBe(`Basic ${Buffer.from("me:p@ss").toString("base64")}`);
    expect(created.stdout + created.stderr).not.toMatch(/p@ss|p%40ss/);
    const again = await spawnCli(["plan", "-f", SPEC.aws, "--detailed-exitcode"], cwd, proxied).ended;
    expect(again, again.stderr).toMatchObject({ status: 0 });
  });

  test("without the CA the certificate is refused, and the proxy is named", async () => {
    const { cwd, env, port } = await behindTls("aws", AWS_HOST);
    const proxy = await connectProxy(port, atEnd);
    const proxied = { ...env, https_proxy: `127.0.0.1:${proxy.port}`, NODE_EXTRA_CA_CERTS: "" };
    const { status, stderr } = await spawnCli(["plan", "-f", SPEC.aws], cwd, proxied).ended;
    expect(stderr).toMatch(/\(proxy 127\.0\.0\.1:\d+\) cannot be reached \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
    expect(stderr).toContain("NODE_EXTRA_CA_CERTS");
    expect(status).toBe(3);
  });

  test.each([
    [407, "PROXY_407"],
    [502, "PROXY_502"],
  ])("a proxy that refuses with %i", async (refusal, code) => {
    const cwd = await temporaryFolder(atEnd);
    const proxy = await connectProxy(1, atEnd, refusal);
    const env = {
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI",
      HTTPS_PROXY: `http://me:hunter2@127.0.0.1:${proxy.port}`,
      NO_PROXY: "other.example.com",
    };
    const { status, stderr } = await spawnCli(["plan", "-f", SPEC.aws], cwd, env).ended;
    expect(stderr).toContain(`(proxy 127.0.0.1:${proxy.port}) cannot be reached (${code})`);
    expect(stderr).not.toMatch(/hunter2|wJalrXUtnFEMI/);
    expect(status).toBe(3);
  });

  test.each(["socks5://127.0.0.1:1080", "http://", "::::secret"])(
    "%s is refused without being shown",
    async (value) => {
      const cwd = await temporaryFolder(atEnd);
      const env = { AWS_ACCESS_KEY_ID: "A", AWS_SECRET_ACCESS_KEY: "B", HTTPS_PROXY: value, NO_PROXY: "" };
      const { status, stderr } = await spawnCli(["plan", "-f", SPEC.aws], cwd, env).ended;
      expect(stderr).toMatch(/^error: HTTPS_PROXY names a proxy that cannot be used/);
      expect(stderr).not.toContain("secret");
      expect(status).toBe(3);
    },
  );
});

describe("proxies and CAs that do not concern a call", () => {
  test.each(["alicloud", "aws"] as const)(
    "%s: loopback is never proxied; a CA is trusted through NODE_EXTRA_CA_CERTS",
    async (cloud) => {
      const { cwd, env, ca, port } = await behindTls(cloud, "localhost");
      const plan = ["plan", "-f", SPEC[cloud], "--endpoint-url", `https://localhost:${port}`];
      const proxied = { ...env, HTTPS_PROXY: "http://127.0.0.1:9" };
      const trusted = await spawnCli(plan, cwd, { ...proxied, ...ca }).ended;
      expect(trusted, trusted.stderr).toMatchObject({ status: 0 });
      const untrusted = await spawnCli(plan, cwd, { ...proxied, NODE_EXTRA_CA_CERTS: "" }).ended;
      expect(untrusted.stderr).toMatch(/SELF_SIGNED_CERT/);
      expect(untrusted.status).toBe(3);
    },
  );
});

describe("Alibaba Cloud, whose SDK cannot use a proxy", () => {
  test("is told so before any call, in both languages, with the way out", async () => {
    const cwd = await temporaryFolder(atEnd);
    const env = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIEXAMPLE",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "yourSecretOfAlibaba",
      HTTPS_PROXY: "http://me:hunter2@127.0.0.1:9",
      NO_PROXY: "",
    };
    for (const [language, says] of [
      ["en", /cannot use a proxy[\s\S]*NO_PROXY=slb\.aliyuncs\.com/],
      ["zh-CN", /不支持代理[\s\S]*NO_PROXY=slb\.aliyuncs\.com/],
    ] as const) {
      const { status, stderr } = await spawnCli(
        ["plan", "-f", SPEC.alicloud, "-q", "--lang", language],
        cwd,
        env,
      ).ended;
      expect(stderr).toMatch(says);
      expect(stderr).not.toContain("hunter2");
      expect(status).toBe(3);
    }
  });
});
