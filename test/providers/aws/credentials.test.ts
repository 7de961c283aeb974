import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { connect } from "../../../providers/aws/connect.ts";
import { endpointOf, regionOf, staticCredentials } from "../../../providers/aws/credentials.ts";

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function homeWith(files: Readonly<Record<string, string>>): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "slbctl-aws-home-"));
  folders.push(home);
  await mkdir(join(home, ".aws"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(home, ".aws", name), text);
  return home;
}

/** Observes in a process of its own, for the SDK's chain reads the environment and home folder of its process. */
function observeIn(
  env: Readonly<Record<string, string>>,
): Promise<{ readonly stdout: string; readonly stderr: string; readonly status: number | null }> {
  const module = new URL("../../../providers/aws/driver.ts", import.meta.url).href;
  const script = `
    import { inspect } from "node:util";
    const { driver } = await import(${JSON.stringify(module)});
    try {
      const connection = await driver.connect({
        region: undefined, endpoint: "http://127.0.0.1:1", env: process.env,
        signal: new AbortController().signal, notice: () => undefined,
        retryTools: { sleep: async () => undefined, random: () => 0 },
      });
      console.log("REGION", connection.region);
      await driver.observe(connection, { name: "api" });
    } catch (error) {
      console.log(error.code, error.wireCode, error.text.en, error.text.zh, error.hint?.en, error.hint?.zh, inspect(error, { depth: 9 }));
    }
  `;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: new URL("../../../", import.meta.url),
    // Never ask the metadata service of the machine that runs the tests.
    env: { PATH: process.env["PATH"] ?? "", AWS_EC2_METADATA_DISABLED: "true", ...env },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve) => child.on("close", (status) => resolve({ stdout, stderr, status })));
}

const REGION = { AWS_REGION: "eu-central-1" } as const;

describe("credentials that cannot be used", () => {
  const cases: readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, string>>][] = [
    ["there are none", {}, {}],
    [
      "a profile without keys that an SSO session would have to fill",
      {
        config:
          "[profile sso]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = PLANTED-ROLE\n[sso-session corp]\nsso_region = eu-central-1\nsso_start_url = https://127.0.0.1:1/PLANTED\n",
      },
      { AWS_PROFILE: "sso" },
    ],
    [
      "a credential_process that prints a secret and fails",
      { config: '[default]\ncredential_process = sh -c "echo PLANTED; echo PLANTED-ERROR >&2; exit 3"\n' },
      {},
    ],
    [
      "a credential_process that prints no JSON",
      { config: "[default]\ncredential_process = echo PLANTED-SECRET\n" },
      {},
    ],
    [
      "a profile that does not exist",
      { credentials: "[other]\naws_secret_access_key = PLANTED\n" },
      { AWS_PROFILE: "prod" },
    ],
    ["half of a pair of keys", {}, { AWS_SECRET_ACCESS_KEY: "PLANTED" }],
    [
      "a broken credentials file",
      {
        credentials:
          "[default\naws_access_key_id AKIAPLANTEDPLANTED00\naws_secret_access_key PLANTED-SECRET\n",
      },
      {},
    ],
  ];

  it.concurrent.each(cases)(
    "%s: told without a word of the chain's own",
    async (_title, files, env) => {
      const { stdout, stderr, status } = await observeIn({ HOME: await homeWith(files), ...REGION, ...env });
      expect(status).toBe(0);
      expect(stdout).toContain("provider-credentials");
      expect(stdout).toMatch(/no usable AWS credentials were found.*未找到可用的 AWS 凭证/);
      expect(stdout).toContain("aws sso login");
      expect(stdout + stderr).not.toContain("PLANTED");
    },
    30_000,
  );
});

describe("credentials that can be used", () => {
  it("come from a profile, with its region; the SDK's warning about Node stays silent", async () => {
    const home = await homeWith({
      config: "[profile prod]\nregion = ap-southeast-1\n",
      credentials: "[prod]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = PLANTED\n",
    });
    const { stdout, stderr } = await observeIn({ HOME: home, AWS_PROFILE: "prod" });
    expect(stdout).toContain("REGION ap-southeast-1");
    // It got as far as the connection, which nothing listens for.
    expect(stdout).toContain("ECONNREFUSED");
    expect(stdout + stderr).not.toContain("PLANTED");
    expect(stderr).toBe("");
  }, 30_000);

  it("come from the environment that is handed in, whole pairs only", () => {
    const keys = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "s" };
    expect(staticCredentials(keys)).toEqual({ accessKeyId: "a", secretAccessKey: "s" });
    expect(staticCredentials({ ...keys, AWS_SESSION_TOKEN: "t" })).toMatchObject({ sessionToken: "t" });
    expect(staticCredentials({ ...keys, AWS_SESSION_TOKEN: "" })).not.toHaveProperty("sessionToken");
    expect(staticCredentials({ AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "" })).toBeUndefined();
  });
});

describe("region and endpoint", () => {
  it("a missing region is told with all places where it may stand", async () => {
    const { stdout } = await observeIn({
      HOME: await homeWith({}),
      AWS_ACCESS_KEY_ID: "a",
      AWS_SECRET_ACCESS_KEY: "PLANTED",
    });
    expect(stdout).toMatch(/^region-missing /m);
    expect(stdout).toMatch(/--region.*AWS_REGION.*缺少地域/);
    expect(stdout).not.toContain("PLANTED");
  }, 30_000);

  it("are read in AWS's own order", () => {
    expect(regionOf({ AWS_REGION: "a", AWS_DEFAULT_REGION: "b" })).toBe("a");
    expect(regionOf({ AWS_REGION: "", AWS_DEFAULT_REGION: "b" })).toBe("b");
    const both = {
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: "http://127.0.0.1:2",
    };
    expect(endpointOf(both)).toBe("http://127.0.0.1:2");
    expect(endpointOf({ AWS_ENDPOINT_URL: "http://127.0.0.1:1" })).toBe("http://127.0.0.1:1");
    expect(endpointOf({ ...both, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" })).toBeUndefined();
  });

  it.each(["127.0.0.1:4566", "ftp://127.0.0.1", "not a url"])("%s is no endpoint", async (endpoint) => {
    const attempt = connect({
      region: "eu-central-1",
      endpoint,
      env: {},
      signal: new AbortController().signal,
      notice: () => undefined,
    });
    await expect(attempt).rejects.toMatchObject({ code: "endpoint-invalid", exit: 2 });
  });
});
