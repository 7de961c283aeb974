// Three toy API servers: TLS on port 6443 of 127.0.0.11-13, and beside each the health shim's port (plain HTTP), as
// `slbctl create --emit` would install it. They answer /healthz, /readyz and say their own name; nothing else.
import { createServer as createHttpServer } from "node:http";
import { createServer as createTlsServer, request as tlsRequest } from "node:https";
import { generate } from "selfsigned";

export const MASTERS = [
  { name: "m1", address: "127.0.0.11" },
  { name: "m2", address: "127.0.0.12" },
  { name: "m3", address: "127.0.0.13" },
];
export const API_PORT = 6443;
const SHIM_PORT = 6440;

const listen = (server, port, host) =>
  new Promise((resolve, reject) => server.once("error", reject).listen(port, host, resolve));

function answer(name) {
  return (incoming, outgoing) => {
    const healthy = incoming.url === "/healthz" || incoming.url === "/readyz";
    outgoing.writeHead(healthy ? 200 : 404, { "content-type": "text/plain", "x-master": name });
    outgoing.end(healthy ? "ok" : "not found");
  };
}

/** Plain HTTP in front of the local server's TLS answer, like the real shim. */
function shim(address, ca) {
  return createHttpServer((incoming, outgoing) => {
    const say = (status) => outgoing.writeHead(status).end();
    tlsRequest({
      host: address,
      port: API_PORT,
      path: incoming.url,
      ca,
      servername: "kubernetes",
      timeout: 2000,
    })
      .on("response", (response) => {
        response.resume();
        say(response.statusCode === 200 ? 200 : 503);
      })
      .on("error", () => say(503))
      .end();
  });
}

/** Starts all; `stop` closes them. Fails when an address is taken, or not there (127.0.0.0/8 is usable on Linux). */
export async function startToyApiServers() {
  const altNames = [
    { type: 2, value: "kubernetes" },
    ...MASTERS.map(({ address }) => ({ type: 7, ip: address })),
  ];
  const pems = await generate([{ name: "commonName", value: "kubernetes" }], {
    keyType: "ec",
    extensions: [{ name: "subjectAltName", altNames }],
  });
  const servers = [];
  for (const { name, address } of MASTERS) {
    const api = createTlsServer({ key: pems.private, cert: pems.cert }, answer(name));
    const health = shim(address, pems.cert);
    servers.push(api, health);
    await listen(api, API_PORT, address);
    await listen(health, SHIM_PORT, address);
  }
  const stop = async () => {
    for (const server of servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  };
  return { ca: pems.cert, stop };
}

/** One new connection as a client at `from` would make it; resolves to the master that answered, or why none did. */
export function dial({ from, to, port, ca, timeoutMs }) {
  return new Promise((resolve) => {
    const options = {
      host: to,
      port,
      localAddress: from,
      path: "/healthz",
      ca,
      servername: "kubernetes",
      agent: false,
      timeout: timeoutMs,
    };
    const call = tlsRequest(options, (response) => {
      response.resume();
      resolve({ master: response.headers["x-master"], status: response.statusCode });
    });
    call.on("timeout", () => {
      resolve({ hung: true });
      call.destroy();
    });
    call.on("error", (error) => resolve({ error: error.code ?? error.message }));
    call.end();
  });
}
