import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { EXIT, SlbctlError } from "../core/error.ts";
import type { EmulatorHost, Operated } from "./emulator-host.ts";
import { READY_PATH } from "./find-running.ts";
import type { WireRequest, WireResponse } from "./types.ts";

const MAX_BODY_BYTES = 10 * 1024 * 1024;
const GARBAGE = '<<< injected fault: this is neither JSON nor XML, {"and":"it ends in the mid';

export interface ApiServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Undefined when the body is too large or the client went away while sending it. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | "too-large" | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) return "too-large";
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return incoming.complete ? Buffer.concat(chunks) : undefined;
}

function wireRequest(incoming: IncomingMessage, body: Buffer): WireRequest {
  const target = incoming.url ?? "/";
  const mark = target.indexOf("?");
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headersDistinct))
    if (value !== undefined) headers[name] = value.join(", ");
  return {
    method: incoming.method ?? "GET",
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? "" : target.slice(mark + 1),
    headers,
    body,
  };
}

function writeHead(outgoing: ServerResponse, { status, headers }: WireResponse, bytes: number): void {
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
  // Replaces one that the emulator has set, in whatever case.
  outgoing.setHeader("content-length", bytes);
  outgoing.writeHead(status);
}

function send(outgoing: ServerResponse, response: WireResponse): void {
  writeHead(outgoing, response, Buffer.byteLength(response.body));
  outgoing.end(response.body);
}

/** Headers and the first half of the body, whose announced rest never comes. */
function cutShort(outgoing: ServerResponse, response: WireResponse): void {
  const bytes = Buffer.from(response.body);
  writeHead(outgoing, response, bytes.length || 16);
  outgoing.flushHeaders();
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  if (half.length === 0) outgoing.socket?.end(() => outgoing.socket?.destroy());
  else outgoing.write(half, () => outgoing.socket?.destroy());
}

async function answer(outgoing: ServerResponse, { response, injected }: Operated): Promise<void> {
  if (injected.latencyMs > 0) await sleep(injected.latencyMs);
  if (outgoing.destroyed) return;
  if (injected.kind === "lost-response" || injected.kind === "refuse-before") outgoing.socket?.destroy();
  else if (injected.kind === "cut") cutShort(outgoing, response);
  else if (injected.kind === "malformed") send(outgoing, { ...response, status: 200, body: GARBAGE });
  else send(outgoing, response);
}

async function serve(host: EmulatorHost, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  if (incoming.url === READY_PATH) {
    const body = JSON.stringify({ pid: process.pid });
    return send(outgoing, { status: 200, headers: { "content-type": "application/json" }, body });
  }
  const body = await readBody(incoming);
  if (body === "too-large") {
    const headers = { "content-type": "text/plain", connection: "close" };
    return send(outgoing, { status: 413, headers, body: `the body exceeds ${MAX_BODY_BYTES} bytes\n` });
  }
  if (body !== undefined) await answer(outgoing, await host.operate(wireRequest(incoming, body)));
}

function listen(server: Server, id: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "EADDRINUSE" ? { en: "already in use", zh: "已被占用" } : undefined;
      reject(
        new SlbctlError(
          "port-unusable",
          EXIT.environment,
          {
            en: `cannot serve ${id} on 127.0.0.1:${port}: ${why?.en ?? error.message}`,
            zh: `无法在 127.0.0.1:${port} 上提供 ${id}：${why?.zh ?? error.message}`,
          },
          {
            hint: {
              en: `choose another port with --port ${id}=PORT, or none for any free one`,
              zh: `请用 --port ${id}=端口 选择其他端口，或不指定以使用任意空闲端口`,
            },
            cause: error,
          },
        ),
      );
    });
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

/** Serves one emulated API on 127.0.0.1; port 0 takes any free one. */
export async function serveApi(
  host: EmulatorHost,
  port: number,
  onDefect: (error: unknown) => void,
): Promise<ApiServer> {
  const server = createServer((incoming, outgoing) => {
    serve(host, incoming, outgoing).catch((error) => {
      onDefect(error);
      outgoing.destroy();
    });
  });
  const actual = await listen(server, host.emulator.id, port);
  return {
    url: `http://127.0.0.1:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
