import { readdir, realpath, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { unusable } from "./evidence-error.ts";

/** A file of evidence. */
export interface EvidenceFile {
  readonly path: string;
  /** As it is named to the reader: relative to the working directory where it lies below it. */
  readonly shown: string;
  /** Set for a file of a copied node: `nodes/<node>/etc/kubernetes/kubelet.conf`. */
  readonly node?: { readonly name: string; readonly file: string };
}

/** Folders that no copy of a node's root needs and that would take long. */
const SKIPPED = new Set([".git", "node_modules", "proc", "sys", "dev"]);

const MAX_DEPTH = 32;

/**
 * Files named, and those inside folders named, by name in order. Folders that were met before (symbolic links that
 * lead back) are not entered again; sockets, pipes and devices are left alone.
 */
export async function listFiles(paths: readonly string[], cwd: string): Promise<readonly EvidenceFile[]> {
  const seen = new Set<string>();
  const files: EvidenceFile[] = [];
  for (const path of paths) {
    const full = resolve(cwd, path);
    const info = await stat(full).catch((error: NodeJS.ErrnoException) => {
      throw unusable(path, cannotRead(error));
    });
    if (info.isDirectory()) await walk(full, 0, { cwd, seen, files });
    else await addFile(full, { cwd, seen, files });
  }
  return files;
}

export const cannotRead = (error: NodeJS.ErrnoException) => ({
  en: error.code === "ENOENT" ? "no such file or folder" : `cannot be read (${error.code})`,
  zh: error.code === "ENOENT" ? "文件或目录不存在" : `无法读取（${error.code}）`,
});

interface Walk {
  readonly cwd: string;
  readonly seen: Set<string>;
  readonly files: EvidenceFile[];
}

async function addFile(path: string, { cwd, seen, files }: Walk): Promise<void> {
  const real = await realpath(path).catch(() => path);
  const node = nodePlace(path);
  // The same file under two nodes is evidence of both.
  const key = `${real}\u0000${node?.name ?? ""}\u0000${node?.file ?? ""}`;
  if (seen.has(key)) return;
  seen.add(key);
  const inside = relative(cwd, path);
  const shown = inside.startsWith("..") ? path : inside.split(sep).join("/");
  files.push({ path, shown, ...(node === undefined ? {} : { node }) });
}

async function walk(folder: string, depth: number, all: Walk): Promise<void> {
  const real = await realpath(folder).catch(() => folder);
  if (all.seen.has(real) || depth > MAX_DEPTH) return;
  all.seen.add(real);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw unusable(folder, cannotRead(error));
  });
  for (const name of names.sort()) {
    if (SKIPPED.has(name)) continue;
    const path = join(folder, name);
    const info = await stat(path).catch(() => undefined);
    if (info?.isDirectory() === true) await walk(path, depth + 1, all);
    else if (info?.isFile() === true) await addFile(path, all);
  }
}

/** Parts of a node's root that show that a folder below `nodes/` is a copy of one. */
const ROOT_PARTS = new Set(["etc", "var", "proc", "usr", "run", "opt", "slbctl"]);

/** `…/nodes/<name>/etc/…`: the innermost such folder counts. */
function nodePlace(path: string): { name: string; file: string } | undefined {
  const parts = path.split(sep);
  for (let index = parts.length - 3; index > 0; index--)
    if (parts[index - 1] === "nodes" && ROOT_PARTS.has(parts[index + 1] ?? ""))
      return { name: parts[index] as string, file: parts.slice(index + 1).join("/") };
  return undefined;
}
