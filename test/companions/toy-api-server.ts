import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
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
  const server: Server = createServer(
    {
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
  const stop = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  atEnd(stop);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as { port: number }).port, status, asked, stop };
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
