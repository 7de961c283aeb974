import { mkdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type EmittedFile, MARK } from "../companions/emitted-file.ts";
import { haproxyConfig, onMaster } from "../companions/health-shim/haproxy-config.ts";
import type { HealthShim } from "../companions/health-shim/health-shim.ts";
import { renderHealthShim } from "../companions/health-shim/render-health-shim.ts";
import { EXIT, SlbctlError } from "../core/error.ts";
import type { Text } from "../core/text.ts";
import { checkWithHaproxy } from "./check-with-haproxy.ts";
import { type Context, notice } from "./context.ts";
import { writeWhole } from "./output.ts";

export interface Emitted {
  /** As the user named it. */
  readonly folder: string;
  /** Paths below it. */
  readonly files: readonly string[];
}

/** What was not written by us is never overwritten. */
async function refuseForeign(path: string, shown: string, text: string): Promise<void> {
  const found = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new SlbctlError("cannot-read", EXIT.environment, {
      en: `cannot read ${shown} (${error.code})`,
      zh: `无法读取 ${shown}（${error.code}）`,
    });
  });
  if (found === undefined || found === text || found.split("\n", 1)[0]?.includes(MARK)) return;
  throw new SlbctlError(
    "not-ours",
    EXIT.usage,
    {
      en: `${shown} is there and was not written by slbctl (its first line does not say so)`,
      zh: `${shown} 已存在，且不是由 slbctl 写入的（首行没有相应标记）`,
    },
    { hint: { en: "name another folder, or move the file away", zh: "请换一个目录，或移走该文件" } },
  );
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new SlbctlError("cannot-write", EXIT.environment, {
      en: `cannot make the folder ${folder} (${error.code})`,
      zh: `无法创建目录 ${folder}（${error.code}）`,
    });
  });
}

async function writeAll(root: string, shown: string, files: readonly EmittedFile[]): Promise<void> {
  for (const { path, text } of files) await refuseForeign(join(root, path), join(shown, path), text);
  for (const { path, text } of files) {
    await makeFolder(dirname(join(root, path)));
    await writeWhole(join(root, path), text);
  }
}

const NOTHING: Text = {
  en: "--emit: nothing to write; this load balancer asks the API server itself",
  zh: "--emit：无需写出任何文件；该负载均衡器直接检查 API server",
};

/** Writes the companions below `folder`; without one nothing is done. */
export async function emitCompanions(
  context: Context,
  shim: HealthShim | undefined,
  folder: string | undefined,
): Promise<Emitted | undefined> {
  if (folder === undefined) return undefined;
  if (shim === undefined) {
    await notice(context, NOTHING);
    return undefined;
  }
  const files = renderHealthShim(shim).map(({ path, text }) => ({ path: `health-shim/${path}`, text }));
  await writeAll(resolve(context.io.cwd, folder), folder, files);
  await notice(context, {
    en: `health shim written to ${folder}/health-shim (${files.length} files)`,
    zh: `健康检查 shim 已写入 ${folder}/health-shim（${files.length} 个文件）`,
  });
  const [master] = shim.masters;
  // The CA and the client certificate are on the masters, so haproxy judges everything but these two files.
  const judged = (caFile: string) =>
    haproxyConfig({ ...onMaster(shim.port, master?.port ?? 6443, true), caFile });
  await notice(context, await checkWithHaproxy(judged, context.io.env));
  return { folder, files: files.map(({ path }) => path) };
}
