import { link, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { EXIT, SlbctlError } from "../core/error.ts";
import { replaceFile, temporaryName, writeDurably } from "./atomic-write.ts";
import { isRunning, type ProcessIdentity, processIdentity, thisProcess } from "./process-identity.ts";

/*
 * A lock is the file `lock-N.json` with the highest N; it counts while its process runs and it is not released.
 * Taking over means linking `lock-(N+1).json`, which only one process can do, and the highest file is never removed.
 * So there is no moment in which breaking a dead process's lock could break a live one's.
 */
export interface FolderLock {
  readonly release: () => Promise<void>;
}

const lockFile = processIdentity.extend({ released: z.boolean() });
const POLL_MS = 50;

const nameOf = (number: number): string => `lock-${number}.json`;

async function numbers(folder: string): Promise<readonly number[]> {
  const found = (await readdir(folder)).flatMap((name) => /^lock-(\d{1,15})\.json$/.exec(name)?.[1] ?? []);
  return found.map(Number).sort((a, b) => b - a);
}

/** The process that holds a lock file; undefined when it is gone, was released, or says nothing sensible. */
async function holderOf(folder: string, number: number): Promise<ProcessIdentity | undefined> {
  try {
    const lock = lockFile.parse(JSON.parse(await readFile(join(folder, nameOf(number)), "utf8")));
    return !lock.released && isRunning(lock) ? lock : undefined;
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) return undefined;
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

const unlockable = (folder: string, reason: string): SlbctlError =>
  new SlbctlError(
    "state-unusable",
    EXIT.environment,
    {
      en: `no file can be made in the state folder ${folder} (${reason})`,
      zh: `无法在状态目录 ${folder} 中创建文件（${reason}）`,
    },
    { hint: { en: "give another folder with --state-dir", zh: "请用 --state-dir 指定其他目录" } },
  );

/** Links a complete lock file under its number; false when another process was first. */
async function claim(folder: string, number: number): Promise<boolean> {
  const temporary = temporaryName(join(folder, nameOf(number)));
  // Not among what may be tried again below: where no file can be made, none can be made later.
  await writeDurably(temporary, JSON.stringify({ ...thisProcess(), released: false })).catch(
    (error: NodeJS.ErrnoException) => {
      throw unlockable(folder, error.code ?? error.message);
    },
  );
  try {
    await link(temporary, join(folder, nameOf(number)));
  } catch (error) {
    if (["EEXIST", "ENOENT"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  if ((await numbers(folder))[0] === number) return true;
  await rm(join(folder, nameOf(number)), { force: true });
  return false;
}

async function attempt(
  folder: string,
): Promise<FolderLock | { readonly holder: ProcessIdentity } | undefined> {
  const [newest = 0] = await numbers(folder);
  const holder = newest === 0 ? undefined : await holderOf(folder, newest);
  if (holder !== undefined) return { holder };
  const mine = newest + 1;
  if (!(await claim(folder, mine))) return undefined;
  for (const older of await numbers(folder))
    if (older < mine) await rm(join(folder, nameOf(older)), { force: true });
  const released = JSON.stringify({ ...thisProcess(), released: true });
  return { release: () => replaceFile(join(folder, nameOf(mine)), released) };
}

function heldError(folder: string, holder: ProcessIdentity, waitedMs: number): SlbctlError {
  const seconds = Math.round(waitedMs / 1000);
  const self = holder.pid === process.pid && isRunning(holder);
  return new SlbctlError(
    "state-locked",
    EXIT.environment,
    {
      en: `the state folder ${folder} is in use by process ${holder.pid} on ${holder.host}${self ? " (this one)" : ""}; waited ${seconds} s`,
      zh: `状态目录 ${folder} 正被 ${holder.host} 上的进程 ${holder.pid}${self ? "（即本进程）" : ""}使用；已等待 ${seconds} 秒`,
    },
    {
      hint: {
        en: "wait for it to end, or give another folder with --state-dir; a lock of a process that was killed is taken over by itself, except one from another host: then delete the lock-*.json there",
        zh: "请等待其结束，或用 --state-dir 指定其他目录；被杀死的进程留下的锁会自动接管，但来自其他主机的锁除外：此时请删除该目录中的 lock-*.json",
      },
    },
  );
}

/** Takes the folder for this process, waiting for another one to let go of it. */
export async function lockFolder(folder: string, waitMs = 10_000): Promise<FolderLock> {
  const start = Date.now();
  for (;;) {
    const outcome = await attempt(folder);
    if (outcome !== undefined && "release" in outcome) return outcome;
    if (Date.now() - start >= waitMs)
      throw outcome === undefined ? unlockable(folder, "EAGAIN") : heldError(folder, outcome.holder, waitMs);
    await sleep(outcome === undefined ? Math.random() * POLL_MS : POLL_MS);
  }
}
