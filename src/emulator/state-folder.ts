import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { EXIT, SlbctlError } from "../core/error.ts";
import { type Text, verbatim } from "../core/text.ts";
import { replaceFile } from "./atomic-write.ts";
import { lockFolder } from "./folder-lock.ts";
import { isRunning, thisProcess } from "./process-identity.ts";

/** A folder that holds the state of the emulators between runs; one process at a time. */
export interface StateFolder {
  readonly path: string;
  /** What is stored, else undefined. */
  load(id: string, version: number): Promise<unknown>;
  /** Stores a state, given as JSON; when this resolves it is on the disk. Callers write one after the other. */
  save(id: string, version: number, stateJson: string): Promise<void>;
  release(): Promise<void>;
}

const stored = z.object({ kind: z.string(), version: z.int(), state: z.unknown() });
const kindOf = (id: string): string => `slbctl/emulator/${id}`;

const unusable = (code: string, text: Text, hint: Text): SlbctlError =>
  new SlbctlError(code, EXIT.environment, text, { hint });

function damaged(file: string, previous: string, why: Text): SlbctlError {
  return unusable(
    "state-damaged",
    {
      en: `the state file ${file} is damaged (${why.en}); nothing was changed`,
      zh: `状态文件 ${file} 已损坏（${why.zh}）；未作任何改动`,
    },
    {
      en: `to go on from the state before the last write: cp ${previous} ${file}; to begin anew: give another folder with --state-dir`,
      zh: `若要从上一次写入之前的状态继续：cp ${previous} ${file}；若要重新开始：用 --state-dir 指定其他目录`,
    },
  );
}

function otherVersion(file: string, found: number, expected: number): SlbctlError {
  return unusable(
    "state-version",
    {
      en: `the state file ${file} has version ${found}, this slbctl reads and writes version ${expected}; nothing was changed`,
      zh: `状态文件 ${file} 的版本为 ${found}，当前 slbctl 读写版本 ${expected}；未作任何改动`,
    },
    {
      en: "use the slbctl that wrote it, or begin anew in another folder with --state-dir",
      zh: "请使用写入该文件的 slbctl，或用 --state-dir 在其他目录中重新开始",
    },
  );
}

function parseStored(text: string, id: string, file: string, previous: string): z.infer<typeof stored> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(
      file,
      previous,
      text === "" ? { en: "it is empty", zh: "文件为空" } : verbatim((error as Error).message),
    );
  }
  const parsed = stored.safeParse(value);
  if (!parsed.success)
    throw damaged(file, previous, {
      en: "kind, version or state is missing",
      zh: "缺少 kind、version 或 state",
    });
  if (parsed.data.kind !== kindOf(id))
    throw damaged(file, previous, {
      en: `its kind is ${JSON.stringify(parsed.data.kind)}, not "${kindOf(id)}"`,
      zh: `其 kind 为 ${JSON.stringify(parsed.data.kind)}，而不是 "${kindOf(id)}"`,
    });
  return parsed.data;
}

/** For the end of a run: a folder that somebody has removed meanwhile needs nothing more to be written to it. */
export function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

/** Unfinished files of processes that were killed while writing. */
async function sweep(folder: string): Promise<void> {
  const me = thisProcess();
  for (const name of await readdir(folder)) {
    const pid = Number(/\.(\d+)\.[0-9a-f]{8}\.tmp$/.exec(name)?.[1]);
    if (pid > 0 && !isRunning({ pid, host: me.host })) await rm(join(folder, name), { force: true });
  }
}

/** Makes the folder if need be and takes it for this process. */
export async function openStateFolder(path: string, lockWaitMs?: number): Promise<StateFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(path, lockWaitMs);
  await sweep(path);
  const files = (id: string) => [join(path, `${id}.json`), join(path, `${id}.previous.json`)] as const;
  return {
    path,
    async load(id, version) {
      const [file, previous] = files(id);
      const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined;
        throw error;
      });
      if (text === undefined) return undefined;
      const found = parseStored(text, id, file, previous);
      if (found.version !== version) throw otherVersion(file, found.version, version);
      return found.state;
    },
    async save(id, version, stateJson) {
      const [file, previous] = files(id);
      const head = `{"kind":${JSON.stringify(kindOf(id))},"version":${version},"state":`;
      await replaceFile(file, `${head}${stateJson}}\n`, previous);
    },
    release: () => lock.release().catch(unlessGone),
  };
}
