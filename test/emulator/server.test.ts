import { mkdir, readFile, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rawCall } from "./raw-call.ts";
import { startToy, toyEmulator } from "./toy-emulator.ts";

describe("the API server", () => {
  test("carries out operations one at a time and stores each before it answers", async () => {
    const toy = await startToy();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => toy.ask("Create", `n${index}`)),
    );
    const numbers = answers.map((answer) => (answer as { created: number }).created);
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    const stored = JSON.parse(await readFile(join(toy.stateDir, "toy.json"), "utf8"));
    expect(stored.state.names).toHaveLength(20);
  });

  test("hands on method, path, query, headers and body as they were sent", async () => {
    const seen: unknown[] = [];
    const toy = await startToy({
      emulators: [
        {
          ...toyEmulator,
          handle: ({ body, ...rest }) => {
            seen.push({ ...rest, body: body.toString("latin1") });
            return { response: { status: 204, headers: {}, body: "" }, action: "Any", write: false };
          },
        },
      ],
    });
    await fetch(`${toy.url}/a%20b/?x=1&y=%2B?`, { method: "PUT", headers: { "X-Two": "b" }, body: "\u00ff" });
    expect(seen).toEqual([
      expect.objectContaining({ method: "PUT", path: "/a%20b/", query: "x=1&y=%2B?", body: "\u00c3\u00bf" }),
    ]);
    expect(seen[0]).toHaveProperty(["headers", "x-two"], "b");
  });

  test("answers 500 in the API's own format when the emulator breaks, undoes it, reports it, and goes on", async () => {
    const defects: unknown[] = [];
    const toy = await startToy({ onDefect: (error) => defects.push(error) });
    const outcome = await rawCall(`${toy.url}/CreateThenThrow`, "half done");
    expect(outcome).toMatchObject({ status: 500, body: '{"code":"internal"}' });
    expect(defects).toEqual([expect.objectContaining({ message: "the toy broke" })]);
    expect(await toy.ask("List")).toEqual([]);
    expect(toy.kit.log[0]).toMatchObject({ status: 500, errorCode: "defect" });
  });

  test("takes an operation back that cannot be stored, and says so by the API's internal error", async () => {
    const defects: NodeJS.ErrnoException[] = [];
    const toy = await startToy({ onDefect: (error) => defects.push(error as NodeJS.ErrnoException) });
    await mkdir(join(toy.stateDir, "toy.json"));
    expect(await rawCall(`${toy.url}/Create`, "lost")).toMatchObject({ status: 500 });
    expect(await toy.ask("List")).toEqual([]);
    expect(defects).toHaveLength(1);
    expect(toy.kit.log[0]).toMatchObject({ action: "Create", status: 500, errorCode: "defect" });
    await rm(join(toy.stateDir, "toy.json"), { recursive: true });
    expect(await toy.ask("Create", "kept")).toEqual({ created: 1 });
  });

  test("stops without complaint when its folder has been removed", async () => {
    const toy = await startToy({ dataPlane: true });
    await rm(toy.stateDir, { recursive: true });
    await toy.kit.stop();
    expect(await rawCall(toy.url)).toMatchObject({ error: "ECONNREFUSED" });
  });

  test("refuses a body of more than 10 MiB and takes one of exactly that", async () => {
    const toy = await startToy();
    const most = 10 * 1024 * 1024;
    expect(await rawCall(`${toy.url}/Nothing`, Buffer.alloc(most, "a"))).toMatchObject({ status: 404 });
    const outcome = await rawCall(`${toy.url}/Create`, Buffer.alloc(most + 1, "a"));
    // The server closes while the client still sends: the client sees the answer or the reset.
    expect(outcome.status ?? outcome.error).toSatisfy((seen) => [413, "ECONNRESET", "EPIPE"].includes(seen));
    expect(await toy.ask("List")).toEqual([]);
  });

  test("carries out nothing for a client that goes away in the middle of its request", async () => {
    const toy = await startToy();
    const socket = connect(Number(new URL(toy.url).port), "127.0.0.1");
    socket.write("POST /Create HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly this");
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    expect(await toy.ask("List")).toEqual([]);
    expect(toy.kit.log).toHaveLength(1);
  });

  test("logs every request with its number, in memory and in requests.jsonl, which grows over runs", async () => {
    const toy = await startToy();
    await toy.ask("Create", "secret-argument");
    await toy.ask("Nonsense");
    const lines = async () =>
      (await readFile(join(toy.stateDir, "requests.jsonl"), "utf8")).trim().split("\n");
    expect((await lines()).map((line) => JSON.parse(line))).toEqual(toy.kit.log);
    expect(toy.kit.log).toEqual([
      expect.objectContaining({ number: 1, emulator: "toy", action: "Create", write: true, status: 200 }),
      expect.objectContaining({ number: 2, action: "unknown", status: 404, errorCode: "NoSuchAction" }),
    ]);
    expect(JSON.stringify(await lines())).not.toContain("secret-argument");
    await toy.kit.stop();
    const again = await startToy({ stateDir: toy.stateDir });
    await again.ask("List");
    expect(await lines()).toHaveLength(3);
  });

  test("says which port is taken, and lets go of the folder then", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as { port: number };
    const first = await startToy();
    await first.kit.stop();
    const start = startToy({ ports: { toy: port }, stateDir: first.stateDir });
    await expect(start).rejects.toMatchObject({ code: "port-unusable", exit: 3 });
    await expect(start).rejects.toThrow(`127.0.0.1:${port}`);
    taken.close();
    const second = await startToy({ ports: { toy: port }, stateDir: first.stateDir, lockWaitMs: 0 });
    expect(second.url).toBe(`http://127.0.0.1:${port}`);
  });

  test("stops once, however often it is told to", async () => {
    const toy = await startToy();
    await Promise.all([toy.kit.stop(), toy.kit.stop()]);
    await toy.kit.stop();
    expect(await rawCall(toy.url)).toMatchObject({ error: "ECONNREFUSED" });
  });
});
