import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { defaultRegion, guarded, openCredentials } from "../../../providers/alicloud/credentials.ts";
import { ProviderFault } from "../../../src/core/error.ts";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function homeWith(config: string): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "slbctl-home-"));
  folders.push(home);
  await mkdir(join(home, ".aliyun"));
  await writeFile(join(home, ".aliyun", "config.json"), config);
  return home;
}

/** Runs the chain in a process of its own, for it reads the environment and home folder of its process. */
function chainIn(env: Readonly<Record<string, string>>): Promise<{ output: string; status: number | null }> {
  const module = new URL("../../../providers/alicloud/credentials.ts", import.meta.url).href;
  const script = `
    import { inspect } from "node:util";
    const { openCredentials } = await import(${JSON.stringify(module)});
    const credential = await openCredentials(process.env);
    for (let turn = 1; turn <= 2; turn++)
      try { console.log("GOT", await credential.getCredential()); }
      catch (error) { console.log(turn, error.code, error.text.en, error.text.zh, error.hint.en, inspect(error, { depth: 9 })); }
  `;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: new URL("../../../", import.meta.url),
    env: {
      PATH: process.env["PATH"] ?? "",
      // Never ask the metadata service of the machine that runs the tests.
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
      ...env,
    },
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  return new Promise((resolve) => child.on("close", (status) => resolve({ output, status })));
}

describe("credentials", () => {
  it("never shows the text of a malformed config.json, which the chain's own error contains", async () => {
    const home = await homeWith('{ "profiles": [{ "access_key_secret": "PLANTED-SECRET", broken');
    const { output, status } = await chainIn({ HOME: home });
    expect(status).toBe(0);
    expect(output).toContain("provider-credentials");
    expect(output).toMatch(/config\.json \(not valid/);
    expect(output).not.toContain("PLANTED");
    // The second failure says the same as the first.
    expect(output).not.toContain("ENOTFOUND");
    expect(output.match(/no usable credentials/g)?.length).toBeGreaterThanOrEqual(2);
  });

  it("reads keys from a valid profile, as the chain does", async () => {
    const profile = {
      name: "default",
      mode: "AK",
      access_key_id: "ak-of-profile",
      access_key_secret: "sk",
      region_id: "cn-beijing",
    };
    const home = await homeWith(JSON.stringify({ current: "default", profiles: [profile] }));
    expect((await chainIn({ HOME: home })).output).toContain("ak-of-profile");
    expect(await defaultRegion({ HOME: home })).toBe("cn-beijing");
    expect(await defaultRegion({ HOME: home, ALIBABA_CLOUD_REGION_ID: "cn-shanghai" })).toBe("cn-shanghai");
    expect(await defaultRegion({ HOME: home, ALIBABA_CLOUD_PROFILE: "other" })).toBeUndefined();
  });

  it("takes keys and token from the environment it is given, not from the process", async () => {
    const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: "ak", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "sk" };
    expect(await (await openCredentials(env)).getCredential()).toMatchObject({
      accessKeyId: "ak",
      type: "access_key",
    });
    const sts = await openCredentials({ ...env, ALIBABA_CLOUD_SECURITY_TOKEN: "token" });
    expect(await sts.getCredential()).toMatchObject({ securityToken: "token", type: "sts" });
  });

  it("keeps the first error and asks a failed chain no second time", async () => {
    let asked = 0;
    const chain = {
      getCredential: async () => {
        asked += 1;
        throw new Error("PLANTED-SECRET");
      },
    };
    const credential = guarded(chain, { HOME: "/nonexistent" });
    const errors = [1, 2].map(() => credential.getCredential().catch((error: unknown) => error));
    const [first] = await Promise.all(errors);
    const second = await credential.getCredential().catch((error: unknown) => error);
    expect(first).toBeInstanceOf(ProviderFault);
    expect(second).toBe(first);
    expect(asked).toBeLessThanOrEqual(2);
    expect((first as ProviderFault).cause).toBeUndefined();
    expect(JSON.stringify((first as ProviderFault).text)).not.toContain("PLANTED");
  });
});
