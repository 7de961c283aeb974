import { createHash, randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { expect, test } from "vitest";
import { startToy } from "./toy-emulator.ts";
import { backendOf, dial, eventually, freshNet, listenerOf, startBackend } from "./toy-network.ts";

/** A listener in front of one backend, for the time of the test. */
async function inFront(serve: (socket: Socket) => void, idleTimeoutMs = 5000) {
  const net = freshNet();
  const toy = await startToy({ dataPlane: true });
  const backend = await startBackend(`${net}.11`, serve);
  const listener = listenerOf(`${net}.1`, [backendOf(backend)], { idleTimeoutMs });
  await toy.ask("PutListeners", JSON.stringify([listener]));
  return { listener, backend, toy };
}

const sha256 = (data: Buffer): string => createHash("sha256").update(data).digest("hex");
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("ten megabytes each way at once arrive whole", async () => {
  const up = randomBytes(10_000_000);
  const down = randomBytes(10_000_000);
  let received = Buffer.alloc(0);
  const { listener } = await inFront((socket) => {
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", () => {
      received = Buffer.concat(chunks);
    });
    socket.end(down);
  });
  const got = await new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: listener.address, port: listener.port, allowHalfOpen: true });
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("close", () => resolve(Buffer.concat(chunks)));
    socket.end(up);
  });
  expect(sha256(got)).toBe(sha256(down));
  await eventually(() => received.length > 0, "the backend has read to the end");
  expect(sha256(received)).toBe(sha256(up));
});

test("a reader that does not read holds the writer back, instead of filling memory", async () => {
  let sent = 0;
  const { listener } = await inFront((socket) => {
    const chunk = Buffer.alloc(65_536);
    const more = () => {
      while (sent < 100_000_000) {
        sent += chunk.length;
        if (!socket.write(chunk)) return;
      }
    };
    socket.on("drain", more);
    more();
  });
  const socket = connect({ host: listener.address, port: listener.port });
  socket.on("error", () => undefined);
  socket.pause();
  await pause(400);
  const held = sent;
  await pause(200);
  expect(sent).toBe(held);
  // Kernel buffers of two connections; the whole would be 100 MB.
  expect(held).toBeLessThan(40_000_000);
  socket.destroy();
});

test("a half that is closed leaves the other open", async () => {
  const { listener } = await inFront((socket) => {
    let asked = "";
    socket.on("data", (chunk) => {
      asked += chunk;
    });
    socket.on("end", () => setTimeout(() => socket.end(`answer to ${asked}`), 50));
  });
  const text = await new Promise<string>((resolve, reject) => {
    let all = "";
    const socket = connect({ host: listener.address, port: listener.port, allowHalfOpen: true });
    socket.on("data", (chunk) => {
      all += chunk;
    });
    socket.on("error", reject);
    socket.on("end", () => resolve(all));
    socket.end("question");
  });
  expect(text).toBe("answer to question");
});

test("an idle connection is reset on both sides; traffic either way keeps it alive", async () => {
  let backendSaw: string | undefined;
  const { listener } = await inFront((socket) => {
    socket.on("error", (error: NodeJS.ErrnoException) => {
      backendSaw = error.code;
    });
    let beats = 0;
    const timer = setInterval(() => {
      if (++beats > 6) clearInterval(timer);
      else socket.write(".");
    }, 60);
    socket.on("close", () => clearInterval(timer));
  }, 150);
  const start = Date.now();
  const outcome = await dial(listener);
  const ms = Date.now() - start;
  expect(outcome).toMatchObject({ text: "......", end: "ECONNRESET" });
  expect(ms).toBeGreaterThanOrEqual(6 * 60 + 140);
  await pause(30);
  expect(backendSaw).toBe("ECONNRESET");
});

test("a reset travels on, from the backend to the client and from the client to the backend", async () => {
  const fromBackend = await inFront((socket) => {
    setTimeout(() => socket.resetAndDestroy(), 30);
  });
  expect((await dial(fromBackend.listener)).end).toBe("ECONNRESET");

  let seen: string | undefined;
  const fromClient = await inFront((socket) => {
    socket.on("error", (error: NodeJS.ErrnoException) => {
      seen = error.code;
    });
    socket.write("hello");
  });
  const socket = connect({ host: fromClient.listener.address, port: fromClient.listener.port });
  await new Promise((resolve) => socket.once("data", resolve));
  socket.resetAndDestroy();
  await pause(60);
  expect(seen).toBe("ECONNRESET");
});

test("a backend that does not listen is a reset, and counted as failed", async () => {
  const { listener, backend, toy } = await inFront(() => undefined);
  await backend.stop();
  expect((await dial(listener)).end).toBe("ECONNRESET");
  expect(toy.kit.stats()["listener"]?.backends[backend.address]).toMatchObject({ connections: 1, failed: 1 });
});
