import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { endpointOf, regionOf, staticCredentials } from "../../../providers/aws/credentials.ts";
import { driver } from "../../../providers/aws/driver.ts";
import { runProgram } from "../../skip.ts";
import { openCloud } from "./cloud.ts";

const CHILD = fileURLToPath(new URL("connect-child.ts", import.meta.url));
const SECRET = "PLANTED-SECRET";

/** Runs the child in a home of its own, with these files and variables and nothing else. */
async function child(
  files: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
  region = "eu-central-1",
) {
  const kit = await openCloud();
  const home = await mkdtemp(join(tmpdir(), "slbctl-aws-home-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(home, name), text, { mode: 0o600 });
  const env = {
    PATH: process.env["PATH"],
    HOME: home,
    AWS_SHARED_CREDENTIALS_FILE: join(home, "credentials"),
    AWS_CONFIG_FILE: join(home, "config"),
    AWS_EC2_METADATA_DISABLED: "true",
    ...variables,
  };
  const { status, output } = await runProgram(
    process.execPath,
    ["--import", "tsx", CHILD, kit.endpoints["aws"] ?? "", region],
    { env, timeoutMs: 15_000 },
  );
  expect(status, output).toBe(0);
  return { lines: output.trim().split("\n"), said: JSON.parse(output.trim().split("\n")[0] ?? "") };
}

describe("credentials", () => {
  it("of the environment work, and the SDK warns of nothing: neither of Node nor of a profile besides", async () => {
    const keys = { AWS_ACCESS_KEY_ID: "emulator", AWS_SECRET_ACCESS_KEY: "emulator" };
    const { lines, said } = await child({}, { ...keys, AWS_PROFILE: "other" });
    expect(said).toEqual({ gaps: [], region: "eu-central-1" });
    expect(lines).toHaveLength(1);
  });

  it("of a profile work, and so does its region", async () => {
    const credentials = "[ops]\naws_access_key_id = emulator\naws_secret_access_key = emulator\n";
    const config = "[profile ops]\nregion = eu-west-1\n";
    const { lines, said } = await child({ credentials, config }, { AWS_PROFILE: "ops" }, "");
    expect(said).toEqual({ gaps: [], region: "eu-west-1" });
    expect(lines).toHaveLength(1);
  });

  it.each([
    ["none at all", {}, {}],
    ["a profile that does not exist", {}, { AWS_PROFILE: "missing" }],
    ["a file that is none", { credentials: `${SECRET}\n[default\n= ${SECRET}` }, {}],
    [
      "an SSO session that never began",
      {
        config: `[profile sso]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = ${SECRET}\n[sso-session corp]\nsso_region = eu-central-1\nsso_start_url = https://127.0.0.1:1/\n`,
      },
      { AWS_PROFILE: "sso" },
    ],
    [
      "a process that fails loudly",
      { config: `[default]\ncredential_process = sh -c 'echo ${SECRET} >&2; exit 1'\n` },
      {},
    ],
    ["a process that says no JSON", { config: `[default]\ncredential_process = echo ${SECRET}\n` }, {}],
    [
      "half a key pair in a file",
      { credentials: `[default]\naws_secret_access_key = ${SECRET}\n` },
      { AWS_PROFILE: "default" },
    ],
  ])("%s: said once, with what to check and nothing of what was found", async (_title, files, variables) => {
    const { lines, said } = await child(files as Record<string, string>, variables as Record<string, string>);
    expect(said).toMatchObject({
      fault: "credentials",
      text: { en: expect.stringMatching(/no usable AWS credentials were found/) },
      hint: { en: expect.stringMatching(/AWS_ACCESS_KEY_ID/) },
    });
    expect(lines.join("\n")).not.toContain(SECRET);
  });

  it("that AWS refuses are told apart from ones that are missing", async () => {
    const keys = { AWS_ACCESS_KEY_ID: "AKIAUNKNOWN", AWS_SECRET_ACCESS_KEY: SECRET };
    const { said } = await child({}, keys);
    expect(said).toMatchObject({ fault: "credentials", wireCode: "InvalidClientTokenId" });
    const wrong = await child({}, { ...keys, AWS_ACCESS_KEY_ID: "emulator" });
    expect(wrong.said).toMatchObject({ fault: "credentials", wireCode: "SignatureDoesNotMatch" });
    expect(wrong.lines.join("\n")).not.toContain(SECRET);
  });

  it("need both halves", () => {
    expect(staticCredentials({ AWS_ACCESS_KEY_ID: "a" })).toBeUndefined();
    expect(staticCredentials({ AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "" })).toBeUndefined();
    expect(
      staticCredentials({ AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_SESSION_TOKEN: "c" }),
    ).toEqual({ accessKeyId: "a", secretAccessKey: "b", sessionToken: "c" });
  });
});

describe("region and endpoint", () => {
  it("without a region nothing is asked, and where it may come from is said", async () => {
    const { said } = await child(
      {},
      { AWS_ACCESS_KEY_ID: "emulator", AWS_SECRET_ACCESS_KEY: "emulator" },
      "",
    );
    expect(said).toMatchObject({ code: "region-missing", text: { en: expect.stringMatching(/AWS_REGION/) } });
  });

  it("are read from the environment in the SDK's order", () => {
    expect(regionOf({ AWS_DEFAULT_REGION: "b", AWS_REGION: "a" })).toBe("a");
    expect(regionOf({ AWS_DEFAULT_REGION: "b" })).toBe("b");
    const both = { AWS_ENDPOINT_URL: "http://all", AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: "http://own" };
    expect(endpointOf(both)).toBe("http://own");
    expect(endpointOf({ AWS_ENDPOINT_URL: "http://all" })).toBe("http://all");
    expect(endpointOf({ ...both, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" })).toBeUndefined();
  });

  it.each(["nonsense", "ftp://127.0.0.1", "127.0.0.1:1"])("%s is no endpoint", async (endpoint) => {
    const options = {
      region: "eu-central-1",
      endpoint,
      env: {},
      signal: new AbortController().signal,
      notice: () => undefined,
    };
    await expect(driver.connect(options)).rejects.toMatchObject({ code: "endpoint-invalid", exit: 2 });
  });
});
