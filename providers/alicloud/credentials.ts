import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { ProviderFault } from "../../src/core/error.ts";
import type { Text } from "../../src/core/text.ts";
import { commonJsExports } from "./common-js.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What openapi-core asks of a credential. */
export interface Credential {
  getCredential(): Promise<unknown>;
}

/** As the package exports it; its own types do not survive NodeNext's view of CommonJS. */
interface CredentialsPackage {
  readonly default: new (config?: object) => Credential;
  readonly Config: new (fields: Readonly<Record<string, string>>) => object;
}

const has = (env: Environment, ...names: readonly string[]): boolean =>
  names.every((name) => (env[name] ?? "") !== "");

const configPath = (env: Environment): string => join(env["HOME"] ?? homedir(), ".aliyun", "config.json");

const cliConfig = z.object({
  current: z.string().optional(),
  profiles: z.array(z.object({ name: z.string(), region_id: z.string().optional() })),
});

type CliConfig =
  | { readonly state: "absent" | "malformed" }
  | { readonly state: "read"; readonly region?: string };

/** Of the aliyun command line's configuration the region only. Its text, which holds secrets, goes nowhere else. */
async function readCliConfig(env: Environment): Promise<CliConfig> {
  const text = await readFile(configPath(env), "utf8").catch(() => undefined);
  if (text === undefined) return { state: "absent" };
  try {
    const config = cliConfig.parse(JSON.parse(text));
    const name = env["ALIBABA_CLOUD_PROFILE"] || config.current;
    const region = config.profiles.find((profile) => profile.name === name)?.region_id;
    return { state: "read", ...(region ? { region } : {}) };
  } catch {
    return { state: "malformed" };
  }
}

/** The region from the environment or the command line's profile; the credential chain itself knows none. */
export async function defaultRegion(env: Environment): Promise<string | undefined> {
  const named = env["ALIBABA_CLOUD_REGION_ID"] || env["ALIBABA_CLOUD_REGION"];
  if (named) return named;
  const config = await readCliConfig(env);
  return config.state === "read" ? config.region : undefined;
}

/**
 * The chain failed. Its own error is never shown nor kept as a cause: for a malformed config.json it contains the
 * file's text. What was looked at is told from names and states alone.
 */
async function credentialsFault(env: Environment): Promise<ProviderFault> {
  const config = await readCliConfig(env);
  const set = (given: boolean): Text =>
    given ? { en: "set, but refused", zh: "已设置但无效" } : { en: "not set", zh: "未设置" };
  const file: Text = {
    absent: { en: "absent", zh: "不存在" },
    malformed: {
      en: "not valid (see it with `aliyun configure list`)",
      zh: "格式无效（可用 `aliyun configure list` 检查）",
    },
    read: { en: "readable, but gave none", zh: "可读取但未得到凭证" },
  }[config.state];
  const keys = set(has(env, "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"));
  const role = set(has(env, "ALIBABA_CLOUD_ROLE_ARN", "ALIBABA_CLOUD_OIDC_TOKEN_FILE"));
  const uri = set(has(env, "ALIBABA_CLOUD_CREDENTIALS_URI"));
  return new ProviderFault(
    "credentials",
    {
      en: `no usable credentials for Alibaba Cloud. Looked at: ALIBABA_CLOUD_ACCESS_KEY_ID and _SECRET (${keys.en}); OIDC role (${role.en}); ~/.aliyun/config.json (${file.en}); ~/.alibabacloud/credentials; the instance's RAM role; ALIBABA_CLOUD_CREDENTIALS_URI (${uri.en})`,
      zh: `没有可用的阿里云凭证。已查找：ALIBABA_CLOUD_ACCESS_KEY_ID 与 _SECRET（${keys.zh}）；OIDC 角色（${role.zh}）；~/.aliyun/config.json（${file.zh}）；~/.alibabacloud/credentials；实例 RAM 角色；ALIBABA_CLOUD_CREDENTIALS_URI（${uri.zh}）`,
    },
    {
      hint: {
        en: "run `aliyun configure`, or set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET; to try without a cloud use --emulate",
        zh: "请运行 `aliyun configure`，或设置 ALIBABA_CLOUD_ACCESS_KEY_ID 与 ALIBABA_CLOUD_ACCESS_KEY_SECRET；无需云环境试用可加 --emulate",
      },
    },
  );
}

/**
 * A chain made safe: its errors are replaced, and the first one is kept, because after one failed walk the chain
 * remembers its last provider and later reports a misleading cause (credentials 2.4.7, seen 2026-11).
 */
export function guarded(chain: Credential, env: Environment): Credential {
  let failed: Promise<ProviderFault> | undefined;
  return {
    async getCredential() {
      if (failed !== undefined) throw await failed;
      try {
        return await chain.getCredential();
      } catch {
        failed ??= credentialsFault(env);
        throw await failed;
      }
    },
  };
}

/** Keys in the given environment win, as in the chain; otherwise the chain reads this process's own environment. */
export async function openCredentials(env: Environment): Promise<Credential> {
  const { default: Chain, Config } = commonJsExports(
    await import("@alicloud/credentials"),
  ) as unknown as CredentialsPackage;
  if (!has(env, "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"))
    return guarded(new Chain(), env);
  const accessKeyId = env["ALIBABA_CLOUD_ACCESS_KEY_ID"] ?? "";
  const accessKeySecret = env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] ?? "";
  const securityToken = env["ALIBABA_CLOUD_SECURITY_TOKEN"];
  const config = securityToken
    ? new Config({ type: "sts", accessKeyId, accessKeySecret, securityToken })
    : new Config({ type: "access_key", accessKeyId, accessKeySecret });
  return guarded(new Chain(config), env);
}
