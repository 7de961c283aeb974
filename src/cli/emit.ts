import { resolve } from "node:path";
import { haproxyConfig, onMaster } from "../companions/health-shim/haproxy-config.ts";
import type { HealthShim } from "../companions/health-shim/health-shim.ts";
import { renderHealthShim } from "../companions/health-shim/render-health-shim.ts";
import type { Text } from "../core/text.ts";
import { checkWithHaproxy } from "./check-with-haproxy.ts";
import { type Context, notice } from "./context.ts";
import { writeOwnFiles } from "./own-files.ts";

export interface Emitted {
  /** As the user named it. */
  readonly folder: string;
  /** Paths below it. */
  readonly files: readonly string[];
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
  await writeOwnFiles(resolve(context.io.cwd, folder), folder, files);
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
