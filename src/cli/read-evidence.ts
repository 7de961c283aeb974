import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { providers } from "../../providers/index.gen.ts";
import { EXIT, SlbctlError } from "../core/error.ts";
import type { Observation } from "../core/observation.ts";
import type { ProviderDescriptor } from "../core/provider.ts";
import { parseSpec } from "../spec/parse-spec.ts";
import { compileSpec } from "./compile-spec.ts";
import type { Context } from "./context.ts";
import { specTopologyObservations } from "./judge.ts";
import { specError } from "./load-spec.ts";

/** Larger documents are beyond what this reader, which keeps each in memory, is meant for. */
const MAX_BYTES = 64 * 1024 * 1024;

export const allDescriptors = (): Promise<readonly ProviderDescriptor[]> =>
  Promise.all(providers.map(async (entry) => (await entry.descriptor()).descriptor));

const unusable = (path: string, en: string, zh: string): SlbctlError =>
  new SlbctlError("evidence-unusable", EXIT.usage, { en: `${path}: ${en}`, zh: `${path}：${zh}` });

/** Files named, and those inside folders named, in a fixed order. */
async function filesIn(path: string): Promise<readonly string[]> {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw unusable(path, `cannot be read (${error.code})`, `无法读取（${error.code}）`);
  });
  if (!info.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => /\.(json|ya?ml)$/.test(name)).sort();
  return (await Promise.all(names.map((name) => filesIn(join(path, name))))).flat();
}

const isSpec = (text: string): boolean =>
  /(^|[\s,{"'])kind["']?\s*:\s*["']?LoadBalancer\b/m.test(text) && text.includes("slbctl/");

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unusable(
      path,
      `neither a slbctl spec nor JSON (${(error as Error).message})`,
      `既不是 slbctl 配置，也不是 JSON（${(error as Error).message}）`,
    );
  }
}

async function observationsIn(
  path: string,
  shown: string,
  descriptors: readonly ProviderDescriptor[],
): Promise<readonly Observation[]> {
  const bytes = await readFile(path);
  if (bytes.length > MAX_BYTES) throw unusable(shown, "larger than 64 MiB", "超过 64 MiB");
  const text = bytes.toString("utf8");
  if (isSpec(text)) {
    const located = await parseSpec(bytes, shown);
    if (!located.ok) throw await specError(located.error);
    const { descriptor, graph } = await compileSpec(located.value);
    return specTopologyObservations(located.value.spec, descriptor, graph);
  }
  const value = parseJson(shown, text);
  const evidence = await Promise.all(descriptors.map((descriptor) => descriptor.evidence?.()));
  const recognised = evidence.flatMap((reader) => {
    const found = reader?.recognise?.({ value, source: shown });
    return found === undefined ? [] : [[...found]];
  });
  if (recognised.length > 0) return recognised.flat();
  throw unusable(
    shown,
    "not a document that slbctl knows; expected a slbctl spec, or JSON printed by `aliyun slb Describe…` or `aws elbv2 describe-…`",
    "不是 slbctl 认识的文档；应为 slbctl 配置，或 `aliyun slb Describe…`、`aws elbv2 describe-…` 输出的 JSON",
  );
}

/** Observations from files and folders; every document is recognised by its content, never by its name. */
export async function readEvidence(
  context: Context,
  paths: readonly string[],
  descriptors: readonly ProviderDescriptor[],
): Promise<readonly Observation[]> {
  if (paths.length === 0) return [];
  const files = (await Promise.all(paths.map((path) => filesIn(resolve(context.io.cwd, path))))).flat();
  const shown = (file: string) =>
    file.startsWith(`${context.io.cwd}/`) ? file.slice(context.io.cwd.length + 1) : file;
  return (await Promise.all(files.map((file) => observationsIn(file, shown(file), descriptors)))).flat();
}
