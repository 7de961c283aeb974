// A process of its own for the tests of locks and kills: `node --import tsx lock-child.ts MODE FOLDER [TIMES]`.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lockFolder } from "../../src/emulator/folder-lock.ts";
import { openStateFolder } from "../../src/emulator/state-folder.ts";

const [mode, folder = "", times = "1"] = process.argv.slice(2);
const counter = join(folder, "counter");

async function count(): Promise<void> {
  for (let i = 0; i < Number(times); i++) {
    const lock = await lockFolder(folder, 15_000);
    const value = Number(await readFile(counter, "utf8"));
    await sleep(Math.random() * 3);
    await writeFile(counter, String(value + 1));
    await lock.release();
  }
}

async function main(): Promise<void> {
  if (mode === "count") return count();
  if (mode === "hold") {
    await lockFolder(folder, 15_000);
    process.stdout.write("held\n");
    await sleep(60_000);
  }
  if (mode === "write") {
    const state = await openStateFolder(folder);
    process.stdout.write("writing\n");
    for (let i = 0; ; i++)
      await state.save("toy", 3, JSON.stringify({ number: i, filler: String(i).repeat(50_000) }));
  }
}

await main();
