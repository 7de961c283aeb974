import { createServer as createHttp, type IncomingMessage, request } from "node:http";
import { createServer as createTls } from "node:https";
import { type AddressInfo, connect, type Server as NetServer } from "node:net";
import { certificateFor } from "../companions/toy-api-server.ts";

type AtEnd = (undo: () => Promise<void>) => void;

async function listen(server: NetServer, atEnd: AtEnd): Promise<number> {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const sockets = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => sockets.add(socket));
  atEnd(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  return (server.address() as AddressInfo).port;
}

export interface TlsFront {
  readonly port: number;
  /** The certificate that a client has to trust, PEM. */
  readonly ca: string;
}

/** Answers for `host` over TLS with a certificate of its own CA, and passes every request on to a plain endpoint. */
export async function tlsFront(host: string, endpoint: string, atEnd: AtEnd): Promise<TlsFront> {
  const own = await certificateFor(host);
  const server = createTls({ key: own.private, cert: own.cert }, (incoming, outgoing) => {
    const { method = "GET", url = "/", headers } = incoming;
    const onward = request(new URL(url, endpoint), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  return { port: await listen(server, atEnd), ca: own.cert };
}

export interface ConnectProxy {
  readonly port: number;
  /** `CONNECT` lines and proxy credentials as they came. */
  readonly asked: { readonly target: string; readonly authorization: string | undefined }[];
}

/** A proxy that leads every CONNECT, whatever it names, to one port on loopback; or refuses with a status. */
export async function connectProxy(leadsTo: number, atEnd: AtEnd, refusal?: number): Promise<ConnectProxy> {
  const asked: ConnectProxy["asked"][number][] = [];
  const server = createHttp();
  server.on("connect", (incoming: IncomingMessage, socket) => {
    asked.push({ target: incoming.url ?? "", authorization: incoming.headers["proxy-authorization"] });
    if (refusal !== undefined) return socket.end(`HTTP/1.1 ${refusal} Refused\r\n\r\n`);
    const onward = connect(leadsTo, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      socket.pipe(onward).pipe(socket);
    });
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy());
    return socket;
  });
  return { port: await listen(server, atEnd), asked };
}
