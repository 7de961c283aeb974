import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { haproxyConfig } from "../../src/companions/health-shim/haproxy-config.ts";
import { type AtEnd, type Certificate, temporaryFolder, writeFiles } from "./toy-api-server.ts";

/** A loopback address that nothing else listens on: a port that was free there a moment ago still is. */
const ownAddress = () => `127.${[randomInt(1, 255), randomInt(1, 255), randomInt(1, 255)].join(".")}`;

async function freePort(address: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface Shim {
  /** Address and port on which it answers. */
  readonly address: string;
  readonly port: number;
  ask(path: string, method?: string): Promise<{ status: number; body: string; allow: string | null }>;
  /** Waits until the path is answered with the status; fails with the last one after fifteen seconds. */
  becomes(path: string, status: number): Promise<void>;
}

/** The real haproxy with the rendered configuration, for the time of the test. */
export async function startShim(
  atEnd: AtEnd,
  api: { readonly port: number },
  ca: Certificate,
  client?: Certificate,
  config: (text: string) => string = (text) => text,
): Promise<Shim> {
  const folder = await temporaryFolder(atEnd);
  const address = ownAddress();
  const port = await freePort(address);
  const pem = client === undefined ? "" : `${client.cert}\n${client.private}\n`;
  const files = await writeFiles(folder, { "ca.crt": ca.cert, "client.pem": pem });
  const text = haproxyConfig({
    bind: `${address}:${port}`,
    apiServer: `127.0.0.1:${api.port}`,
    serverName: "kubernetes",
    caFile: files["ca.crt"],
    clientPem: client === undefined ? undefined : files["client.pem"],
  });
  const { "haproxy.cfg": file } = await writeFiles(folder, { "haproxy.cfg": config(text) });
  const child: ChildProcess = spawn("haproxy", ["-db", "-f", file], { stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  atEnd(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  const ask = async (path: string, method = "GET") => {
    const response = await fetch(`http://${address}:${port}${path}`, { method });
    return { status: response.status, body: await response.text(), allow: response.headers.get("allow") };
  };
  const becomes = async (path: string, status: number) => {
    let last: unknown;
    for (const begun = Date.now(); Date.now() - begun < 15_000; await pause(100)) {
      last = await ask(path).then(
        (answer) => answer.status,
        (error: Error) => error.message,
      );
      if (last === status) return;
    }
    expect(last).toBe(status);
  };
  for (let tries = 0; tries < 50; tries++) {
    if (
      await ask("/").then(
        () => true,
        () => false,
      )
    )
      break;
    await pause(100);
  }
  return { address, port, ask, becomes };
}
