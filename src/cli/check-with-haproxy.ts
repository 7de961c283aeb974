import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXIT, SlbctlError } from "../core/error.ts";
import type { Text } from "../core/text.ts";

/** Where distributions keep the CAs of the web; haproxy only has to be able to read a CA file. */
const BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/cert.pem",
  "/etc/ssl/ca-bundle.pem",
];

type Outcome = { readonly code: number | string; readonly output: string };

const run = (parameters: readonly string[], env: NodeJS.ProcessEnv): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile("haproxy", [...parameters], { env, timeout: 10_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? "timeout"), output: `${stdout}${stderr}`.trim() });
    });
  });

const skipped = (en: string, zh: string): Text => ({
  en: `haproxy.cfg was not checked by haproxy itself: ${en}`,
  zh: `haproxy.cfg 未经 haproxy 本身校验：${zh}`,
});

/** `set-var` in `global` came with haproxy 2.4. */
const isTooOld = (major: number, minor: number): boolean => major < 2 || (major === 2 && minor < 4);

/** Version of the haproxy of this machine where it is too old to judge; the masters may well have a newer one. */
async function tooOldVersion(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { output } = await run(["-v"], env);
  const [, major, minor] = /version (\d+)\.(\d+)/i.exec(output) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  return isTooOld(Number(major), Number(minor)) ? `${major}.${minor}` : undefined;
}

/** Has the real haproxy read the configuration, where there is one; says what came of it. A refusal is our defect. */
export async function checkWithHaproxy(
  config: (caFile: string) => string,
  env: NodeJS.ProcessEnv,
): Promise<Text> {
  const bundle = BUNDLES.find((path) => existsSync(path));
  if (bundle === undefined) return skipped("no CA bundle on this machine", "本机没有 CA 证书包");
  const folder = await mkdtemp(join(tmpdir(), "slbctl-haproxy-"));
  try {
    const file = join(folder, "haproxy.cfg");
    await writeFile(file, config(bundle));
    const environment = { ...process.env, ...env };
    const { code, output } = await run(["-c", "-f", file], environment);
    if (code === 0)
      return { en: "haproxy.cfg: `haproxy -c` finds it valid", zh: "haproxy.cfg：`haproxy -c` 校验通过" };
    if (code === "ENOENT" || code === "EACCES")
      return skipped("it is not on this machine", "本机未安装 haproxy");
    if (typeof code === "string")
      return skipped(`it did not answer (${code})`, `haproxy 没有应答（${code}）`);
    const old = await tooOldVersion(environment);
    if (old !== undefined)
      return skipped(
        `the one on this machine is ${old}, and 2.4 or newer is needed (masters with an older one can run the static pod)`,
        `本机的版本是 ${old}，而至少需要 2.4（haproxy 较旧的 master 可改用静态 Pod）`,
      );
    throw new SlbctlError("haproxy-refused", EXIT.defect, {
      en: `haproxy on this machine refuses the configuration that slbctl wrote:\n${output}`,
      zh: `本机的 haproxy 拒绝了 slbctl 写出的配置：\n${output}`,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
