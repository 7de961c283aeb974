import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import type { DataPlaneListener } from "../../src/emulator/types.ts";
import { startToy, type Toy } from "./toy-emulator.ts";
import {
  backendOf,
  dial,
  eventually,
  freshNet,
  KEEPS_SOURCE,
  listenerOf,
  REPLACES_SOURCE,
  sayWho,
  startBackend,
  type ToyBackend,
  tcpProbe,
} from "./toy-network.ts";

const put = (toy: Toy, ...listeners: DataPlaneListener[]) =>
  toy.ask("PutListeners", JSON.stringify(listeners));

async function threeBackends(net: string): Promise<ToyBackend[]> {
  return Promise.all([11, 12, 13].map((last) => startBackend(`${net}.${last}`, sayWho)));
}

/** Dials one after the other, so that the order is known; who answered each. */
async function whoAnswers(to: DataPlaneListener, times: number, from?: string): Promise<string[]> {
  const answers: string[] = [];
  for (let i = 0; i < times; i++) {
    const { text, end } = await dial(to, { waitMs: 300, ...(from === undefined ? {} : { from }) });
    answers.push(text === "" ? end : (text.split(" ")[0] ?? ""));
  }
  return answers;
}

const tally = (answers: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    [...new Set(answers)].map((one) => [one, answers.filter((each) => each === one).length]),
  );

describe("balancing", () => {
  test("in turn gives every backend exactly its share, also with all connections at once", async () => {
    const net = freshNet();
    const toy = await startToy({ dataPlane: true });
    const backends = await threeBackends(net);
    const listener = listenerOf(
      `${net}.1`,
      backends.map((backend) => backendOf(backend)),
    );
    await put(toy, listener);
    expect(await whoAnswers(listener, 6)).toEqual([11, 12, 13, 11, 12, 13].map((last) => `${net}.${last}`));
    const atOnce = await Promise.all(Array.from({ length: 12 }, () => dial(listener)));
    const served = atOnce.map(({ text }) => text.split(" ")[0] ?? "");
    expect(tally(served)).toEqual({ [`${net}.11`]: 4, [`${net}.12`]: 4, [`${net}.13`]: 4 });
    const counts = toy.kit.stats()["listener"];
    expect(counts).toMatchObject({ accepted: 18, refused: 0 });
    await eventually(
      () => Object.values(toy.kit.stats()["listener"]?.backends ?? {}).every(({ active }) => active === 0),
      "all connections are over",
    );
  });

  test("by weight gives exactly the weights' shares, spread out; a weight of 0 gets none", async () => {
    const net = freshNet();
    const toy = await startToy({ dataPlane: true });
    const [a, b, c] = (await threeBackends(net)) as [ToyBackend, ToyBackend, ToyBackend];
    const backends = [backendOf(a, { weight: 3 }), backendOf(b, { weight: 1 }), backendOf(c, { weight: 0 })];
    const listener = listenerOf(`${net}.1`, backends, { scheduler: "wrr" });
    await put(toy, listener);
    const answers = await whoAnswers(listener, 8);
    expect(tally(answers)).toEqual({ [a.address]: 6, [b.address]: 2 });
    expect(answers.slice(0, 4)).toEqual([a.address, a.address, b.address, a.address]);
    expect(c.connections).toBe(0);
  });

  test("by source sends a client to one backend always, and clients to different ones", async () => {
    const net = freshNet();
    const toy = await startToy({ dataPlane: true });
    const backends = (await threeBackends(net)).map((backend) => backendOf(backend));
    const behaviour = {
      ...KEEPS_SOURCE,
      select: { ...KEEPS_SOURCE.select, key: "source" as const },
    };
    const listener = listenerOf(`${net}.1`, backends, { behaviour });
    await put(toy, listener);
    const perClient = await Promise.all(
      Array.from({ length: 12 }, (_, index) => whoAnswers(listener, 3, `${net}.${100 + index}`)),
    );
    for (const answers of perClient) expect(new Set(answers).size).toBe(1);
    expect(new Set(perClient.flat()).size).toBeGreaterThan(1);
  });

  test("within a zone leaves the others' backends alone", async () => {
    const net = freshNet();
    const toy = await startToy({ dataPlane: true });
    const zones = ["a", "b", "b"];
    const backends = (await threeBackends(net)).map((backend, index) =>
      backendOf(backend, { zone: zones[index] }),
    );
    const behaviour = {
      ...REPLACES_SOURCE,
      select: { ...REPLACES_SOURCE.select, scope: "zone" as const },
    };
    const listener = listenerOf(`${net}.1`, backends, { behaviour, zone: "b" });
    await put(toy, listener);
    expect(tally(await whoAnswers(listener, 4))).toEqual({ [`${net}.12`]: 2, [`${net}.13`]: 2 });
  });
});

describe("the source that a backend sees", () => {
  test.each([
    ["kept", KEEPS_SOURCE, (net: string) => `${net}.77`],
    ["replaced by the balancer's", REPLACES_SOURCE, (net: string) => `${net}.1`],
  ])("is %s", async (_what, behaviour, seen) => {
    const net = freshNet();
    const toy = await startToy({ dataPlane: true });
    const backend = await startBackend(`${net}.11`, sayWho);
    const listener = listenerOf(`${net}.1`, [backendOf(backend)], { behaviour });
    await put(toy, listener);
    const { text } = await dial(listener, { from: `${net}.77` });
    expect(text).toBe(`${net}.11 sees ${seen(net)}`);
  });

  test("is the balancer's where a client is its own backend and the fabric translates that", async () => {
    const net = freshNet();
    const toy = await startToy({ dataPlane: true });
    const backend = await startBackend(`${net}.11`, sayWho);
    const behaviour = { ...KEEPS_SOURCE, onSelf: "snat" as const };
    const listener = listenerOf(`${net}.1`, [backendOf(backend)], { behaviour });
    await put(toy, listener);
    expect((await dial(listener, { from: `${net}.11` })).text).toBe(`${net}.11 sees ${net}.1`);
    expect((await dial(listener, { from: `${net}.12` })).text).toBe(`${net}.11 sees ${net}.12`);
  });
});

describe("a client that is a backend itself", () => {
  test("at 127.0.0.11 hears nothing from one connection in three, and answers from the rest", async () => {
    const net = freshNet();
    const toy = await startToy({ dataPlane: true });
    const backends = await Promise.all([11, 12, 13].map((last) => startBackend(`127.0.0.${last}`, sayWho)));
    const listener = listenerOf(
      `${net}.1`,
      backends.map((backend) => backendOf(backend)),
      { behaviour: KEEPS_SOURCE },
    );
    await put(toy, listener);
    const dialled = await Promise.all(
      Array.from({ length: 9 }, () => dial(listener, { from: "127.0.0.11", say: "hello", waitMs: 500 })),
    );
    const hung = dialled.filter(({ end }) => end === "silent");
    expect(hung).toHaveLength(3);
    for (const { connected, text } of hung)
      expect({ connected, text }).toEqual({ connected: true, text: "" });
    expect(dialled.filter(({ text }) => text.includes("sees 127.0.0.11"))).toHaveLength(6);
    expect(backends[0]?.connections).toBe(0);
    expect(toy.kit.stats()["listener"]?.backends["127.0.0.11"]).toMatchObject({ connections: 3, silent: 3 });
  });

  test("is known by any of its addresses, as its kernel knows them", async () => {
    const net = freshNet();
    const [first, second] = [`${net}.11`, `${net}.99`];
    const instance = {
      id: "i-1",
      vpcId: "v",
      subnetId: "s",
      zone: "z",
      state: "running" as const,
      ports: {},
    };
    const world = {
      instances: [{ ...instance, addresses: [first, second] }],
      subnets: [],
      securityGroups: [],
    };
    const toy = await startToy({ dataPlane: true, world });
    const backend = await startBackend(first, sayWho);
    const listener = listenerOf(`${net}.1`, [backendOf(backend)], { behaviour: KEEPS_SOURCE });
    await put(toy, listener);
    expect((await dial(listener, { from: second, waitMs: 200 })).end).toBe("silent");
    expect((await dial(listener, { from: `${net}.98` })).end).toBe("closed");
  });

  test("may be mapped to another place, which changes nothing in whom it is", async () => {
    const net = freshNet();
    const real = await startBackend("127.0.0.1", sayWho);
    const instance = { id: "i-1", vpcId: "v", subnetId: "s", zone: "z", state: "running" as const };
    const ports = { 6443: `127.0.0.1:${real.port}` };
    const world = {
      instances: [{ ...instance, addresses: [`${net}.11`], ports }],
      subnets: [],
      securityGroups: [],
    };
    const toy = await startToy({ dataPlane: true, world });
    const mapped = backendOf({ address: `${net}.11`, port: 6443 });
    const listener = listenerOf(`${net}.1`, [mapped], { behaviour: KEEPS_SOURCE });
    await put(toy, listener);
    expect((await dial(listener, { from: "127.0.0.1" })).text).toBe("127.0.0.1 sees 127.0.0.1");
    expect((await dial(listener, { from: `${net}.11`, waitMs: 200 })).end).toBe("silent");
  });

  test.each([
    ["the balancer replaces the source", REPLACES_SOURCE],
    ["the balancer replaces it for the sender only", { ...KEEPS_SOURCE, onSelf: "snat" as const }],
    [
      "the destination is kept too, so that the sender owns it",
      { ...KEEPS_SOURCE, destination: "kept" as const, onSelf: "deliver" as const },
    ],
  ])("is served where %s", async (_what, behaviour) => {
    const net = freshNet();
    const toy = await startToy({ dataPlane: true });
    const backend = await startBackend(`${net}.11`, sayWho);
    const listener = listenerOf(`${net}.1`, [backendOf(backend)], { behaviour });
    await put(toy, listener);
    expect((await dial(listener, { from: `${net}.11` })).end).toBe("closed");
  });
});

test("a kept source that the fabric hands back to its sender gets silence, whatever the fabric intends", async () => {
  const net = freshNet();
  const toy = await startToy({ dataPlane: true });
  const backend = await startBackend(`${net}.11`, sayWho);
  const listener = listenerOf(`${net}.1`, [backendOf(backend)], {
    behaviour: { ...KEEPS_SOURCE, onSelf: "deliver" },
  });
  await put(toy, listener);
  expect((await dial(listener, { from: `${net}.11`, waitMs: 200 })).end).toBe("silent");
});

describe("sockets follow the state", () => {
  test("a listener that is taken away is closed, its connections are reset; another port is another socket", async () => {
    const net = freshNet();
    const toy = await startToy({ dataPlane: true });
    const backend = await startBackend(`${net}.11`, () => undefined);
    const listener = listenerOf(`${net}.1`, [backendOf(backend)]);
    await put(toy, listener);
    const open = dial(listener);
    await eventually(() => backend.connections === 1, "the connection arrives");
    await put(toy, { ...listener, port: 6444 });
    expect((await open).end).toBe("ECONNRESET");
    expect((await dial(listener)).end).toBe("ECONNREFUSED");
    expect((await dial({ ...listener, port: 6444 }, { waitMs: 100 })).end).toBe("silent");
    await put(toy);
    expect((await dial({ ...listener, port: 6444 })).end).toBe("ECONNREFUSED");
  });

  test("connections to a backend that is taken out live on, but only as long as draining allows", async () => {
    const net = freshNet();
    const toy = await startToy({ dataPlane: true });
    const [a, b] = await Promise.all(
      [11, 12].map((last) => startBackend(`${net}.${last}`, (socket) => void socket.write("hello"))),
    );
    if (a === undefined || b === undefined) throw new Error("no backends");
    const forGood = listenerOf(`${net}.1`, [backendOf(a)]);
    const drained = listenerOf(`${net}.2`, [backendOf(a)], { key: "drained", drainMs: 200 });
    await put(toy, forGood, drained);
    const kept = dial(forGood, { waitMs: 900 });
    const cut = dial(drained, { waitMs: 900 });
    await eventually(() => a.connections === 2, "both connections arrive");
    await put(toy, { ...forGood, backends: [backendOf(b)] }, { ...drained, backends: [backendOf(b)] });
    await dial(forGood, { waitMs: 50 });
    expect(b.connections).toBe(1);
    expect(await cut).toMatchObject({ text: "hello", end: "ECONNRESET" });
    expect(await kept).toMatchObject({ text: "hello", end: "silent" });
  });

  test("what cannot be opened is told once, and opened as soon as it can be", async () => {
    const net = freshNet();
    const notices: string[] = [];
    const toy = await startToy({ dataPlane: true, onNotice: (text) => notices.push(text.en) });
    const backend = await startBackend(`${net}.11`, sayWho);
    const occupant = createServer();
    await new Promise<void>((resolve) => occupant.listen(6443, `${net}.1`, resolve));
    const listener = listenerOf(`${net}.1`, [backendOf(backend)]);
    await put(toy, listener, listenerOf("10.1.2.3", [], { key: "elsewhere" }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(notices).toEqual([
      `the listener ${net}.1:6443 cannot be opened here: another program listens there`,
      expect.stringMatching(/^the listener 10\.1\.2\.3:6443 .*only addresses inside 127\.0\.0\.0\/8/),
    ]);
    await new Promise((resolve) => occupant.close(resolve));
    await eventually(async () => (await dial(listener)).end === "closed", "the listener opens");
    expect(notices).toHaveLength(2);
  });

  test("without a data plane nothing listens", async () => {
    const net = freshNet();
    const toy = await startToy();
    await put(toy, listenerOf(`${net}.1`, []));
    expect((await dial({ address: `${net}.1`, port: 6443 })).end).toBe("ECONNREFUSED");
  });

  test("a resumed state is served at once", async () => {
    const net = freshNet();
    const first = await startToy({ dataPlane: true });
    const backend = await startBackend(`${net}.11`, sayWho);
    const listener = listenerOf(`${net}.1`, [backendOf(backend)]);
    await put(first, listener);
    await first.kit.stop();
    expect((await dial(listener)).end).toBe("ECONNREFUSED");
    await startToy({ dataPlane: true, stateDir: first.stateDir });
    expect((await dial(listener)).end).toBe("closed");
  });
});

describe("no backend to choose", () => {
  test.each([
    ["is a reset", "refuse" as const, "ECONNRESET"],
    ["goes to any of them where the balancer fails open", "all" as const, "closed"],
  ])("%s", async (_what, noneHealthy, end) => {
    const net = freshNet();
    const toy = await startToy({ dataPlane: true });
    const backend = await startBackend(`${net}.11`, sayWho);
    const behaviour = { ...REPLACES_SOURCE, select: { ...REPLACES_SOURCE.select, noneHealthy } };
    const probe = { ...tcpProbe, intervalMs: 60_000 };
    const listener = listenerOf(`${net}.1`, [backendOf(backend)], { behaviour, probe });
    await put(toy, listener);
    expect((await dial(listener)).end).toBe(end);
    expect(toy.kit.stats()["listener"]).toMatchObject({ refused: end === "closed" ? 0 : 1 });
  });
});
