import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lockFolder } from "../../src/emulator/folder-lock.ts";
import { thisProcess } from "../../src/emulator/process-identity.ts";
import { firstOutput, killed, startChild } from "./child.ts";
import { temporaryFolder } from "./toy-emulator.ts";

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error) => error,
  );

const LOCK_CHILD = new URL("./lock-child.ts", import.meta.url);

describe("the lock of a folder", () => {
  test("is refused while another process lives, and taken over at once when that one was killed", async () => {
    const folder = await temporaryFolder();
    const child = startChild(LOCK_CHILD, "hold", folder);
    expect(await firstOutput(child)).toBe("held\n");

    const start = Date.now();
    const error = await refusal(lockFolder(folder, 300));
    expect(Date.now() - start).toBeGreaterThanOrEqual(300);
    expect(error).toMatchObject({ code: "state-locked", exit: 3 });
    expect(error.text.en).toContain(`process ${child.pid}`);
    expect(error.text.zh).toContain(`进程 ${child.pid}`);

    await killed(child);
    const lock = await lockFolder(folder, 0);
    await lock.release();
  });

  test("waits for a process that lets go of it in time", async () => {
    const folder = await temporaryFolder();
    const first = await lockFolder(folder);
    setTimeout(() => void first.release(), 200);
    const start = Date.now();
    const second = await lockFolder(folder, 5000);
    expect(Date.now() - start).toBeGreaterThanOrEqual(190);
    await second.release();
  });

  test("lets only one in at a time: three processes count together, a fourth is killed holding it", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "counter"), "0");
    const holder = startChild(LOCK_CHILD, "hold", folder);
    await firstOutput(holder);
    const counting = [1, 2, 3].map(() => startChild(LOCK_CHILD, "count", folder, "12"));
    const ended = counting.map((child) => once(child, "close"));
    setTimeout(() => void killed(holder), 700);
    for (const end of ended) expect((await end)[0]).toBe(0);
    expect(await readFile(join(folder, "counter"), "utf8")).toBe("36");
    const left = (await readdir(folder)).filter((name) => name.startsWith("lock-"));
    expect(left).toHaveLength(1);
  });

  test.each([
    ["a process that has started anew under the same pid", { ...thisProcess(), started: "another/1" }],
    ["a pid that nobody has", { ...thisProcess(), pid: 2 ** 22 + 7 }],
  ])("of %s is taken over", async (_what, identity) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "lock-7.json"), JSON.stringify({ ...identity, released: false }));
    const lock = await lockFolder(folder, 0);
    expect(await readdir(folder)).toEqual(["lock-8.json"]);
    await lock.release();
  });

  test("of another host cannot be judged and is respected", async () => {
    const folder = await temporaryFolder();
    const elsewhere = { ...thisProcess(), host: "elsewhere.invalid", released: false };
    await writeFile(join(folder, "lock-1.json"), JSON.stringify(elsewhere));
    expect(await refusal(lockFolder(folder, 0))).toMatchObject({ code: "state-locked" });
  });

  test("with nonsense in it belongs to nobody", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "lock-1.json"), '{"pid":');
    const lock = await lockFolder(folder, 0);
    await lock.release();
  });
});
