import { createServer as createHttpsServer } from "node:https";
import type { Socket } from "node:net";
import { generate } from "selfsigned";
import { describe, expect, onTestFinished, test } from "vitest";
import { probe } from "../../src/emulator/probe.ts";
import type { ProbeSettings } from "../../src/emulator/types.ts";
import { startToy, type ToyState } from "./toy-emulator.ts";
import {
  backendOf,
  dial,
  eventually,
  freshNet,
  listenerOf,
  sayWho,
  startBackend,
  tcpProbe,
} from "./toy-network.ts";

const http = (more: Partial<ProbeSettings> = {}): ProbeSettings => ({
  ...tcpProbe,
  protocol: "http",
  path: "/readyz",
  codes: [[200, 299]],
  ...more,
});

/** Probes a server that answers every request with the same text; gives the outcome and what was asked. */
async function probed(settings: ProbeSettings, answer: string | ((socket: Socket) => void)) {
  const net = freshNet();
  let asked = "";
  let from: string | undefined;
  const backend = await startBackend(`${net}.11`, (socket) => {
    from = socket.remoteAddress;
    socket.on("data", (chunk) => {
      asked += chunk.toString("latin1");
      if (typeof answer === "string" && asked.includes("\r\n\r\n")) socket.end(answer);
    });
    if (typeof answer !== "string") answer(socket);
  });
  const place = { host: backend.address, port: backend.port };
  const result = await probe(place, settings, `${net}.1`, new AbortController().signal);
  return { result, asked, fromBalancer: from === `${net}.1` };
}

describe("one probe", () => {
  test("over TCP needs no more than a connection, and comes from the balancer's address", async () => {
    expect(await probed(tcpProbe, () => undefined)).toEqual({
      result: { ok: true },
      asked: "",
      fromBalancer: true,
    });
  });

  test("over HTTP without a host is HTTP/1.0, as RFC 9112 wants a Host in 1.1", async () => {
    const { result, asked } = await probed(http({ method: "HEAD" }), "HTTP/1.0 200 OK\r\n\r\n");
    expect(result).toEqual({ ok: true, status: 200 });
    expect(asked).toMatch(/^HEAD \/readyz HTTP\/1\.0\r\n(?!.*Host:)/s);
  });

  test("over HTTP with a host is HTTP/1.1 with it", async () => {
    const { result, asked } = await probed(
      http({ hostHeader: "10.0.0.1" }),
      "HTTP/1.1 204 No Content\r\n\r\n",
    );
    expect(result).toEqual({ ok: true, status: 204 });
    expect(asked).toMatch(/^GET \/readyz HTTP\/1\.1\r\nHost: 10\.0\.0\.1\r\n/);
  });

  test.each([
    ["a status that is not accepted", "HTTP/1.1 500 No\r\n\r\n", { failure: "status", status: 500 }],
    // What Go's TLS servers answer to plain HTTP (facts/alicloud-clb.md, verified there).
    [
      "plain HTTP that meets TLS in Go",
      "HTTP/1.0 400 Bad Request\r\n\r\nClient sent",
      { failure: "status", status: 400 },
    ],
    ["something that is no HTTP", "SSH-2.0-x\r\n", { failure: "status" }],
    ["an endless line", "x".repeat(100_000), { failure: "status" }],
    ["an end without an answer", (socket: Socket) => void socket.end(), { failure: "reset" }],
    ["a reset", (socket: Socket) => void socket.resetAndDestroy(), { failure: "reset" }],
  ])("over HTTP fails on %s", async (_what, answer, failure) => {
    expect((await probed(http(), answer)).result).toEqual({ ok: false, ...failure });
  });

  test("fails as a timeout when nothing is answered in time", async () => {
    const start = Date.now();
    const { result } = await probed(http({ timeoutMs: 150 }), () => undefined);
    expect(result).toEqual({ ok: false, failure: "timeout" });
    expect(Date.now() - start).toBeLessThan(1000);
  });

  test("fails as refused where nothing listens", async () => {
    const net = freshNet();
    const gone = await startBackend(`${net}.11`, () => undefined);
    await gone.stop();
    const place = { host: gone.address, port: gone.port };
    const result = await probe(place, tcpProbe, `${net}.1`, new AbortController().signal);
    expect(result).toEqual({ ok: false, failure: "refused" });
  });

  test("over HTTPS takes any certificate and judges the status; plain HTTP behind it is a TLS failure", async () => {
    const net = freshNet();
    const pems = await generate([{ name: "commonName", value: "nobody you know" }], { keyType: "ec" });
    const server = createHttpsServer({ key: pems.private, cert: pems.cert }, (request, response) => {
      response.writeHead(request.url === "/readyz" ? 200 : 401).end();
    });
    await new Promise<void>((resolve) => server.listen(0, `${net}.11`, resolve));
    onTestFinished(() => void server.close());
    const place = { host: `${net}.11`, port: (server.address() as { port: number }).port };
    const ask = (settings: ProbeSettings) => probe(place, settings, `${net}.1`, new AbortController().signal);
    expect(await ask(http({ protocol: "https", timeoutMs: 3000 }))).toEqual({ ok: true, status: 200 });
    expect(await ask(http({ protocol: "https", path: "/other", timeoutMs: 3000 }))).toEqual({
      ok: false,
      failure: "status",
      status: 401,
    });
    const plain = await probed(http({ protocol: "https" }), (socket) => {
      socket.once("data", () => socket.end("HTTP/1.0 400 Bad Request\r\n\r\n"));
    });
    expect(plain.result).toEqual({ ok: false, failure: "tls" });
  });
});

describe("health", () => {
  test("turns after as many probes in a row as the thresholds say; a dead backend gets nothing from then on", async () => {
    const net = freshNet();
    const toy = await startToy({ dataPlane: true });
    const steady = await startBackend(`${net}.11`, sayWho);
    const other = await startBackend(`${net}.12`, sayWho);
    let status = 200;
    const answerHealth = (socket: Socket) => {
      socket.once("data", () => socket.end(`HTTP/1.0 ${status} x\r\n\r\n`));
    };
    const health = await startBackend(`${net}.12`, answerHealth);
    const healthOfSteady = await startBackend(`${net}.11`, answerHealth, health.port);
    const backends = [steady, other].map((each) => backendOf(each, { probePort: health.port }));
    const listener = listenerOf(`${net}.1`, backends, { probe: http() });
    await toy.ask("PutListeners", JSON.stringify([listener]));
    const stateOf = async (last: number) =>
      ((await toy.ask("Health")) as Pick<ToyState, "health">).health[`listener ${net}.${last}`];

    await eventually(async () => (await stateOf(12))?.healthy === true, "it becomes healthy");
    expect((await stateOf(12))?.probes).toBeGreaterThanOrEqual(2);
    const before = [await dial(listener), await dial(listener)].map(({ text }) => text.split(" ")[0]);
    expect(before.sort()).toEqual([steady.address, other.address]);

    await health.stop();
    const probesBefore = health.connections;
    await eventually(async () => (await stateOf(12))?.healthy === false, "it becomes unhealthy");
    expect(health.connections).toBe(probesBefore);
    expect(await toy.ask("Health")).toMatchObject({ lastFailure: { [`listener ${net}.12`]: "refused" } });
    for (let i = 0; i < 4; i++) expect((await dial(listener)).text).toContain(`${net}.11 sees`);

    status = 500;
    await eventually(async () => (await stateOf(11))?.healthy === false, "the other follows");
    expect(await toy.ask("Health")).toMatchObject({ lastFailure: { [`listener ${net}.11`]: "status 500" } });
    expect((await dial(listener)).end).toBe("ECONNRESET");
    status = 200;
    await eventually(async () => (await stateOf(11))?.healthy === true, "it recovers");
    expect((await dial(listener)).text).toContain(`${net}.11 sees`);
    expect(healthOfSteady.connections).toBeGreaterThan(4);
  });

  test("is probed in its interval, whatever the tick, and no more once the listener is gone", async () => {
    const net = freshNet();
    const toy = await startToy({ dataPlane: true, tickMs: 30 });
    const backend = await startBackend(`${net}.11`, (socket) => void socket.end());
    const listener = listenerOf(`${net}.1`, [backendOf(backend)], {
      probe: { ...tcpProbe, intervalMs: 100 },
    });
    await toy.ask("PutListeners", JSON.stringify([listener]));
    await new Promise((resolve) => setTimeout(resolve, 1050));
    // 11 when nothing else is to do; a busy machine makes fewer, never more.
    expect(backend.connections).toBeGreaterThanOrEqual(7);
    expect(backend.connections).toBeLessThanOrEqual(12);
    await toy.ask("PutListeners", "[]");
    const then = backend.connections;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(backend.connections).toBeLessThanOrEqual(then + 1);
  });

  test("that is lost resets the connections of a balancer that does so, and keeps those of one that does not", async () => {
    const net = freshNet();
    const toy = await startToy({ dataPlane: true });
    let status = 200;
    const health = await startBackend(`${net}.11`, (socket) => {
      socket.once("data", () => socket.end(`HTTP/1.0 ${status} x\r\n\r\n`));
    });
    const backend = await startBackend(`${net}.11`, (socket) => void socket.write("hello"));
    const backends = [backendOf(backend, { probePort: health.port })];
    const keeping = listenerOf(`${net}.1`, backends, { probe: http() });
    const resetting = listenerOf(`${net}.2`, backends, {
      probe: http(),
      key: "resetting",
      resetUnhealthy: true,
    });
    await toy.ask("PutListeners", JSON.stringify([keeping, resetting]));
    await eventually(async () => {
      const { health: now } = (await toy.ask("Health")) as Pick<ToyState, "health">;
      return Object.values(now).filter(({ healthy }) => healthy).length === 2;
    }, "both see it healthy");
    const kept = dial(keeping, { waitMs: 1500 });
    const cut = dial(resetting, { waitMs: 1500 });
    await eventually(() => backend.connections === 2, "both connections arrive");
    status = 503;
    expect(await cut).toMatchObject({ text: "hello", end: "ECONNRESET" });
    expect(await kept).toMatchObject({ text: "hello", end: "silent" });
  });

  test("is on the disk a second later, and when the emulator stops", async () => {
    const net = freshNet();
    const toy = await startToy({ dataPlane: true });
    const backend = await startBackend(`${net}.11`, (socket) => void socket.end());
    const listener = listenerOf(`${net}.1`, [backendOf(backend)], { probe: tcpProbe });
    await toy.ask("PutListeners", JSON.stringify([listener]));
    await eventually(() => backend.connections >= 3, "it is probed");
    await toy.kit.stop();
    const again = await startToy({ stateDir: toy.stateDir });
    const { health } = (await again.ask("Health")) as Pick<ToyState, "health">;
    expect(health[`listener ${net}.11`]).toMatchObject({ healthy: true });
  });
});
