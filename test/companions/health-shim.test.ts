import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { WARM_UP_SECONDS } from "../../src/companions/health-shim/haproxy-config.ts";
import { missing, programPath } from "../skip.ts";
import { type Shim, startShim } from "./start-shim.ts";
import { type AtEnd, certificateFor, startSilentApiServer, startToyApiServer } from "./toy-api-server.ts";

/** Time for checks to run; in the shim's first seconds it says 503 whatever the server says. */
const warm = () => pause(WARM_UP_SECONDS * 1000 + 500);

/** What comes back for these very bytes. */
const rawAnswer = ({ address, port }: Shim, request: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(port, address, () => socket.write(request));
    socket.setTimeout(3000, () => socket.destroy(new Error(`no end of: ${answer}`)));
    socket.on("data", (part) => {
      answer += part.toString("latin1");
    });
    socket.once("error", reject).once("end", () => resolve(answer));
  });

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

  // Nobody says which method and version each generation of CLB sends, so what is oldest must do.
  withHaproxy("answers HTTP/1.0, without Host, and no body to HEAD", async (atEnd) => {
    const own = await certificateFor("kubernetes");
    const shim = await startShim(atEnd, await startToyApiServer(atEnd, own), own);
    await shim.becomes("/readyz", 200);
    const head = await rawAnswer(shim, "HEAD /readyz HTTP/1.0\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.[01] 200 /);
    expect(head.split("\r\n\r\n")[1]).toBe("");
    expect(await rawAnswer(shim, "GET /readyz HTTP/1.0\r\n\r\n")).toMatch(
      /^HTTP\/1\.[01] 200 .*\r\n\r\nok$/s,
    );
  });

  withHaproxy("never says 200 while its first check of a hung API server is under way", async (atEnd) => {
    const own = await certificateFor("kubernetes");
    // As late with the handshake as the check allows, and silent from there on: the longest that a check can take.
    const api = await startSilentApiServer(atEnd, own, 1800);
    // haproxy's clock counts whole seconds: started at the end of one, its first seconds are the shortest.
    await pause(1900 - (Date.now() % 1000));
    const begun = Date.now();
    const shim = await startShim(atEnd, api, own);
    const said = new Set<number>();
    for (; Date.now() - begun < (WARM_UP_SECONDS + 2) * 1000; await pause(50))
      for (const path of ["/healthz", "/readyz"]) said.add((await shim.ask(path)).status);
    expect([...said]).toEqual([503]);
  });

  // Go's servers keep their ticket keys when they reload their certificate, so a resumed session would hide the new one.
  withHaproxy("looks at the certificate each time, also after one that was good", async (atEnd) => {
    const own = await certificateFor("kubernetes");
    const api = await startToyApiServer(atEnd, own);
    const shim = await startShim(atEnd, api, own);
    await shim.becomes("/healthz", 200);
    api.show(await certificateFor("example.com"));
    await shim.becomes("/healthz", 503);
    api.show(own);
    await shim.becomes("/healthz", 200);
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
    // The stranger was started first; a moment for the difference of the two clocks.
    await pause(1500);
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
