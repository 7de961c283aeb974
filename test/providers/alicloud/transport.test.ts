import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { faultOf } from "../../../providers/alicloud/faults.ts";
import { openTransport, peerClient } from "../../../providers/alicloud/transport.ts";

const credential = {
  getCredential: async () => ({
    accessKeyId: "ak",
    accessKeySecret: "sk",
    type: "access_key",
    providerName: "test",
  }),
};

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A folder with `node_modules/@alicloud/slb20140515/index.js`, as a file inside it would see it. */
async function folderWithPeer(source: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "slbctl-peer-"));
  cleanups.push(() => rm(folder, { recursive: true }));
  const home = join(folder, "node_modules", "@alicloud", "slb20140515");
  await mkdir(home, { recursive: true });
  await writeFile(
    join(home, "package.json"),
    JSON.stringify({ name: "@alicloud/slb20140515", main: "index.js" }),
  );
  await writeFile(join(home, "index.js"), source);
  return pathToFileURL(join(folder, "slbctl.js")).href;
}

const open = (host: string, from?: string) => {
  const endpoint = { protocol: "http", host } as const;
  const options = { region: "cn-hangzhou", credential, wanted: endpoint, usual: endpoint };
  return from === undefined ? openTransport(options) : openTransport(options, from);
};

describe("transport", () => {
  it("sends the RPC style of 2014-05-15: action in the header, parameters in the query, signed", async () => {
    let seen: { url: string; headers: Record<string, unknown> } | undefined;
    const host = await serve((request, response) => {
      seen = { url: request.url ?? "", headers: request.headers };
      response.end('{"RequestId":"R"}');
    });
    const transport = await open(host);
    expect(
      await transport.call("DescribeLoadBalancers", { RegionId: "cn-hangzhou", "Tag.1.Key": "a b" }),
    ).toEqual({
      RequestId: "R",
    });
    expect(transport.endpoint).toBe(host);
    expect(seen?.headers).toMatchObject({
      "x-acs-action": "DescribeLoadBalancers",
      "x-acs-version": "2014-05-15",
      authorization: expect.stringMatching(/^ACS3-HMAC-SHA256 Credential=ak,/),
    });
    expect(new URL(seen?.url ?? "", "http://x").searchParams.get("Tag.1.Key")).toBe("a b");
  });

  it.each<[string, RequestListener]>([
    [
      "an HTML error page",
      (_, response) => response.writeHead(502, { "content-type": "text/html" }).end("<html>"),
    ],
    ["half an answer", (_, response) => void response.end('{"RequestId":')],
    ["a closed connection", (request) => void request.socket.destroy()],
  ])("leaves the outcome open after %s", async (_name, listener) => {
    const host = await serve(listener);
    const transport = await open(host);
    const error = await transport.call("AddBackendServers", {}).catch((thrown: unknown) => thrown);
    expect(faultOf("AddBackendServers", host, error)).toMatchObject({ fault: "retry", outcome: "unknown" });
  });
});

const STUB = `
class Client {
  constructor(config) { this.config = config; this._endpoint = config.endpoint ?? "slb.peer-rule.example"; }
  async callApi(params, request) {
    return { body: { via: "peer", action: params.action, query: request.query, endpoint: this._endpoint } };
  }
}
exports.default = Client;
Object.defineProperty(exports, "__esModule", { value: true });
`;

describe("the optional peer", () => {
  it("is absent here", async () => {
    expect(await peerClient(import.meta.url)).toBeUndefined();
  });

  it("carries the same calls where it is installed, to the endpoint that is asked for", async () => {
    const from = await folderWithPeer(STUB);
    const transport = await open("127.0.0.1:9", from);
    expect(await transport.call("DescribeLoadBalancers", { RegionId: "r" })).toEqual({
      via: "peer",
      action: "DescribeLoadBalancers",
      query: { RegionId: "r" },
      endpoint: "127.0.0.1:9",
    });
  });

  it("brings its own endpoint rule where none is asked for", async () => {
    const from = await folderWithPeer(STUB);
    const usual = { protocol: "https", host: "slb.aliyuncs.com" } as const;
    const transport = await openTransport(
      { region: "cn-hangzhou", credential, wanted: undefined, usual },
      from,
    );
    expect(transport.endpoint).toBe("slb.peer-rule.example");
  });

  it("is an error where it is installed but broken, not an absence", async () => {
    const from = await folderWithPeer('require("a-package-that-is-not-there");');
    await expect(peerClient(from)).rejects.toMatchObject({ code: "peer-unusable" });
  });
});
