import { randomBytes } from "node:crypto";
import { copyFile, link, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** `.NAME.PID.RANDOM.tmp` in the same folder; what a killed process leaves behind can be told by its pid. */
export const temporaryName = (file: string): string =>
  join(dirname(file), `.${basename(file)}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`);

/** Writes a new file and waits until it is on the disk. */
export async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A rename lasts once its folder is on the disk too; Windows cannot open folders and needs no such step. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function keepCopy(file: string, copy: string): Promise<void> {
  await rm(copy, { force: true });
  try {
    await link(file, copy);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    await copyFile(file, copy);
  }
}

/** Replaces a file whole or not at all; `previous` names where its former content is kept. */
export async function replaceFile(file: string, text: string, previous?: string): Promise<void> {
  const temporary = temporaryName(file);
  try {
    await writeDurably(temporary, text);
    if (previous !== undefined) await keepCopy(file, previous);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}
