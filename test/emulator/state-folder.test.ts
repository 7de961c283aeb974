import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findRunning } from "../../src/emulator/find-running.ts";
import { openStateFolder } from "../../src/emulator/state-folder.ts";
import { firstOutput, killed, startChild } from "./child.ts";
import { startToy, temporaryFolder } from "./toy-emulator.ts";

const LOCK_CHILD = new URL("./lock-child.ts", import.meta.url);

const SERVE_CHILD = new URL("./serve-child.ts", import.meta.url);

describe("the state folder", () => {
  test("gives back what was stored, and keeps the state before the last write", async () => {
    const path = await temporaryFolder();
    const folder = await openStateFolder(path);
    expect(await folder.load("toy", 3)).toBeUndefined();
    await folder.save("toy", 3, '{"n":1}');
    await folder.save("toy", 3, '{"n":2}');
    expect(await folder.load("toy", 3)).toEqual({ n: 2 });
    await folder.release();
    expect(JSON.parse(await readFile(join(path, "toy.json"), "utf8"))).toEqual({
      kind: "slbctl/emulator/toy",
      version: 3,
      state: { n: 2 },
    });
    expect(JSON.parse(await readFile(join(path, "toy.previous.json"), "utf8"))).toMatchObject({
      state: { n: 1 },
    });
  });

  test.each([
    ["truncated", '{"kind":"slbctl/emulator/toy","version":3,"sta', "state-damaged"],
    ["empty", "", "state-damaged"],
    ["of another kind", '{"kind":"else","version":3,"state":{}}', "state-damaged"],
    ["something else entirely", "[1,2]", "state-damaged"],
    ["of an older version", '{"kind":"slbctl/emulator/toy","version":2,"state":{}}', "state-version"],
    ["of a newer version", '{"kind":"slbctl/emulator/toy","version":4,"state":{}}', "state-version"],
  ])("refuses a file that is %s, says which, and changes nothing", async (_what, text, code) => {
    const path = await temporaryFolder();
    const file = join(path, "toy.json");
    await writeFile(file, text);
    const error = await startToy({ stateDir: path }).catch((reason) => reason);
    expect(error).toMatchObject({ code, exit: 3 });
    expect(error.text.en).toContain(file);
    expect(error.text.zh).toContain(file);
    expect(error.hint).toBeDefined();
    expect(await readFile(file, "utf8")).toBe(text);
    // The lock was let go of: the folder can be used as soon as the file is mended.
    await (await openStateFolder(path, 0)).release();
  });

  test("holds a whole state whenever its writer is killed, and sweeps up what that one left", async () => {
    const path = await temporaryFolder();
    for (const delayMs of [30, 120]) {
      const child = startChild(LOCK_CHILD, "write", path);
      await firstOutput(child);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      const during = JSON.parse(await readFile(join(path, "toy.json"), "utf8"));
      expect(during.state.filler).toBe(String(during.state.number).repeat(50_000));
      await killed(child);
      const folder = await openStateFolder(path, 0);
      const after = (await folder.load("toy", 3)) as { number: number; filler: string };
      expect(after.filler).toBe(String(after.number).repeat(50_000));
      expect((await readdir(path)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
      await folder.release();
    }
  });
});

describe("a served folder", () => {
  test("is found while its server runs, and resumed after the server was killed", async () => {
    const path = await temporaryFolder();
    expect(await findRunning(path)).toBeUndefined();
    const child = startChild(SERVE_CHILD, path);
    const endpoints = JSON.parse(await firstOutput(child));
    expect(await findRunning(path)).toEqual({ pid: child.pid, endpoints });
    for (const expected of ["1", "2", "3"])
      expect(await (await fetch(endpoints.counting, { method: "POST" })).text()).toBe(expected);
    await killed(child);
    expect(await findRunning(path)).toBeUndefined();

    const again = startChild(SERVE_CHILD, path);
    const next = JSON.parse(await firstOutput(again));
    expect(await (await fetch(next.counting, { method: "POST" })).text()).toBe("4");
    expect((await findRunning(path))?.endpoints).toEqual(next);
  });

  test("is announced by a data plane only, and withdrawn when it stops", async () => {
    const silent = await startToy();
    expect(await findRunning(silent.stateDir)).toBeUndefined();
    const loud = await startToy({ dataPlane: true });
    expect(await findRunning(loud.stateDir)).toEqual({ pid: process.pid, endpoints: { toy: loud.url } });
    await loud.kit.stop();
    expect(await findRunning(loud.stateDir)).toBeUndefined();
    expect(await readdir(loud.stateDir)).not.toContain("endpoint.json");
  });

  test("is not found behind an announcement whose port somebody else answers", async () => {
    const toy = await startToy({ dataPlane: true });
    const other = await startToy({ dataPlane: true });
    await other.kit.stop();
    const said = JSON.parse(await readFile(join(toy.stateDir, "endpoint.json"), "utf8"));
    const wrong = { ...said, endpoints: { toy: other.url } };
    await writeFile(join(toy.stateDir, "endpoint.json"), JSON.stringify(wrong));
    expect(await findRunning(toy.stateDir)).toBeUndefined();
  });
});
