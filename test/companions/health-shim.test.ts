import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { haproxyConfig } from "../../src/companions/health-shim/haproxy-config.ts";
import { missing, programPath } from "../skip.ts";
import {
  type AtEnd,
  type Certificate,
  certificateFor,
  startToyApiServer,
  type ToyApiServer,
  temporaryFolder,
  writeFiles,
} from "./toy-api-server.ts";

/** A loopback address that nothing else listens on: a port that was free there a moment ago still is. */
const ownAddress = () => `127.${[randomInt(1, 255), randomInt(1, 255), randomInt(1, 255)].join(".")}`;

async function freePort(address: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Shim {
  ask(path: string, method?: string): Promise<{ status: number; body: string; allow: string | null }>;
  /** Waits until the path is answered with the status; fails with the last one after ten seconds. */
  becomes(path: string, status: number): Promise<void>;
}

/** The real haproxy with the rendered configuration, for the time of the test. */
async function startShim(
  atEnd: AtEnd,
  api: ToyApiServer,
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
    for (const begun = Date.now(); Date.now() - begun < 10_000; await pause(100)) {
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
  return { ask, becomes };
}

/** Time for checks to run; the shim's first six seconds are silent whatever the server says. */
const warm = () => pause(6500);

/** A test of the real haproxy. */
const withHaproxy = (name: string, body: (atEnd: AtEnd) => Promise<void>): void =>
  test(name, { timeout: 40_000 }, async (context) => {
    if (programPath("haproxy") === undefined) return context.skip(missing("haproxy"));
    await body((undo) => context.onTestFinished(undo));
  });

describe.concurrent("haproxy as the health shim", () => {
  withHaproxy("follows each path's own readiness, down and up again", async (atEnd) => {
    const own = await certificateFor("kubernetes");
    const api = await startToyApiServer(atEnd, own);
    const shim = await startShim(atEnd, api, own);
    expect(await shim.ask("/readyz")).toMatchObject({ status: 503 });
    await shim.becomes("/readyz", 200);
    await shim.becomes("/healthz", 200);
    // A real API server answers 500 while /readyz fails; /healthz may still be fine.
    api.status["/readyz"] = 500;
    await shim.becomes("/readyz", 503);
    expect(await shim.ask("/healthz")).toMatchObject({ status: 200, body: "ok" });
    api.status["/readyz"] = 200;
    await shim.becomes("/readyz", 200);
    await api.stop();
    await shim.becomes("/readyz", 503);
    expect(await shim.ask("/healthz")).toMatchObject({ status: 503 });
  });

  withHaproxy("answers HEAD and GET, and passes nothing on to the API server", async (atEnd) => {
    const own = await certificateFor("kubernetes");
    const api = await startToyApiServer(atEnd, own);
    const shim = await startShim(atEnd, api, own);
    await shim.becomes("/healthz", 200);
    expect(await shim.ask("/healthz", "HEAD")).toMatchObject({ status: 200, body: "" });
    expect(await shim.ask("/healthz?verbose", "GET")).toMatchObject({ status: 200, body: "ok" });
    expect(await shim.ask("/api/v1/secrets")).toMatchObject({ status: 404 });
    expect(await shim.ask("/healthz", "POST")).toMatchObject({ status: 405, allow: "GET, HEAD" });
    expect(new Set(api.asked)).toEqual(new Set(["GET /healthz", "GET /readyz"]));
  });

  withHaproxy("says 503 when another CA signed the certificate", async (atEnd) => {
    const api = await startToyApiServer(atEnd, await certificateFor("kubernetes"));
    const shim = await startShim(atEnd, api, await certificateFor("kubernetes"));
    await warm();
    expect(await shim.ask("/healthz")).toMatchObject({ status: 503 });
    expect(api.asked).toEqual([]);
  });

  withHaproxy("says 503 when the certificate is for another name", async (atEnd) => {
    const own = await certificateFor("example.com");
    const api = await startToyApiServer(atEnd, own);
    const shim = await startShim(atEnd, api, own);
    await warm();
    expect(await shim.ask("/healthz")).toMatchObject({ status: 503 });
  });

  withHaproxy("shows its certificate where strangers get 401", async (atEnd) => {
    const own = await certificateFor("kubernetes");
    const client = await certificateFor("slbctl-health-shim");
    const api = await startToyApiServer(atEnd, own, client);
    const [stranger, known] = [await startShim(atEnd, api, own), await startShim(atEnd, api, own, client)];
    await known.becomes("/healthz", 200);
    await warm();
    expect(await stranger.ask("/healthz")).toMatchObject({ status: 503 });
  });

  withHaproxy("planted: without verification a stranger's certificate would pass", async (atEnd) => {
    const api = await startToyApiServer(atEnd, await certificateFor("kubernetes"));
    const shim = await startShim(atEnd, api, await certificateFor("kubernetes"), undefined, (text) =>
      text.replaceAll("verify required", "verify none"),
    );
    await shim.becomes("/healthz", 200);
  });
});
