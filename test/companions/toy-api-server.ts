import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import { connect, type Socket, createServer as tcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TLSSocket, createServer as tlsServer } from "node:tls";
import { generate } from "selfsigned";

export interface Certificate {
  readonly cert: string;
  readonly private: string;
}

/** A certificate that signs itself and names `host`. */
export const certificateFor = (host: string): Promise<Certificate> =>
  generate([{ name: "commonName", value: host }], {
    keyType: "ec",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: host }] }],
  });

/** Registers what is to be done when the test ends; concurrent tests have each their own. */
export type AtEnd = (undo: () => Promise<void>) => void;

export interface ToyApiServer {
  readonly port: number;
  /** What it answers to /healthz and /readyz; a real one answers 500 when it is not ready. */
  readonly status: Record<string, number>;
  /** Method and path of everything that was asked. */
  readonly asked: string[];
  /** Another certificate from now on, as after a reload: tickets of earlier sessions stay good. */
  show(certificate: Certificate): void;
  stop(): Promise<void>;
}

/** A TLS server that answers the health paths; with `clients`, strangers get 401 as from `--anonymous-auth=false`. */
export async function startToyApiServer(
  atEnd: AtEnd,
  own: Certificate,
  clients?: Certificate,
): Promise<ToyApiServer> {
  const status: Record<string, number> = { "/healthz": 200, "/readyz": 200 };
  const asked: string[] = [];
  const ticketKeys = randomBytes(48);
  const server: Server = createServer(
    {
      ticketKeys,
      key: own.private,
      cert: own.cert,
      ...(clients === undefined ? {} : { requestCert: true, rejectUnauthorized: false, ca: clients.cert }),
    },
    (incoming, outgoing) => {
      asked.push(`${incoming.method} ${incoming.url}`);
      const socket = incoming.socket as TLSSocket;
      // A resumed session counts as authorized even when no certificate was ever shown.
      const authorized = socket.authorized && socket.getPeerCertificate().subject !== undefined;
      const code = clients !== undefined && !authorized ? 401 : (status[incoming.url ?? ""] ?? 404);
      outgoing.writeHead(code, { "content-type": "text/plain" }).end(code === 200 ? "ok" : "no");
    },
  );
  const show = ({ cert, private: key }: Certificate): void =>
    server.setSecureContext({ cert, key, ticketKeys });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  atEnd(stop);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as { port: number }).port, status, asked, show, stop };
}

/** A server that lets the TLS handshake wait, completes it, and never answers: a hung API server. */
export async function startSilentApiServer(
  atEnd: AtEnd,
  own: Certificate,
  handshakeMs: number,
): Promise<{ readonly port: number }> {
  const sockets = new Set<Socket>();
  const kept = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on("error", () => socket.destroy()).once("close", () => sockets.delete(socket));
  };
  const silent = tlsServer({ key: own.private, cert: own.cert }, (socket) => kept(socket).resume());
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { port: inner } = silent.address() as { port: number };
  const front = tcpServer({ pauseOnConnect: true }, (socket) => {
    kept(socket);
    setTimeout(() => {
      if (socket.destroyed) return;
      const onward = kept(connect(inner, "127.0.0.1"));
      socket.pipe(onward).pipe(socket);
    }, handshakeMs);
  });
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  atEnd(async () => {
    const closed = [front, silent].map((server) => new Promise((resolve) => server.close(resolve)));
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
  });
  return { port: (front.address() as { port: number }).port };
}

/** A folder for the time of the test. */
export async function temporaryFolder(atEnd: AtEnd): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "slbctl-shim-"));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files below a folder and returns their paths. */
export async function writeFiles<K extends string>(
  folder: string,
  files: Readonly<Record<K, string>>,
): Promise<Record<K, string>> {
  const entries = Object.entries<string>(files);
  await Promise.all(entries.map(([name, text]) => writeFile(join(folder, name), text)));
  return Object.fromEntries(entries.map(([name]) => [name, join(folder, name)])) as Record<K, string>;
}
