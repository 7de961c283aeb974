import { Buffer } from "node:buffer";
import { request as plainRequest } from "node:http";
import { Agent, type AgentOptions, request as tlsRequest } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { EXIT, SlbctlError } from "../../src/core/error.ts";
import { proxyWish } from "../../src/core/proxy.ts";

/** The SDK looks at no proxy variable, but takes an agent: this one reaches its hosts through CONNECT (RFC 9110, 9.3.6). */
class TunnelAgent extends Agent {
  readonly #proxy: URL;
  readonly #timeoutMs: number;

  constructor(proxy: URL, timeoutMs: number, options: AgentOptions = { keepAlive: true }) {
    super(options);
    this.#proxy = proxy;
    this.#timeoutMs = timeoutMs;
  }

  override createConnection(
    options: ConnectionOptions & { host?: string },
    done: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    const { protocol, hostname, port, username, password } = this.#proxy;
    const target = `${options.host}:${options.port ?? 443}`;
    const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    const call = (protocol === "https:" ? tlsRequest : plainRequest)({
      host: hostname.replace(/^\[|\]$/g, ""),
      port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
      method: "CONNECT",
      path: target,
      headers: {
        host: target,
        ...(username === ""
          ? {}
          : { "proxy-authorization": `Basic ${Buffer.from(login).toString("base64")}` }),
      },
      agent: false,
      timeout: this.#timeoutMs,
    });
    const fail = (code: string) => done(Object.assign(new Error(code), { code }), undefined as never);
    call.once("connect", (response, socket: Socket) => {
      socket.setTimeout(0);
      if (response.statusCode === 200) return done(null, connectTls({ ...options, socket }));
      socket.destroy();
      return fail(`PROXY_${response.statusCode}`);
    });
    // Some proxies refuse with an ordinary answer.
    call.once("response", (response) => {
      response.destroy();
      fail(`PROXY_${response.statusCode}`);
    });
    call.once("timeout", () => call.destroy(Object.assign(new Error("timeout"), { code: "TIMEOUT" })));
    call.once("error", (error: NodeJS.ErrnoException) => fail(`PROXY_${error.code ?? "FAILED"}`));
    call.end();
    return undefined;
  }
}

export interface Proxied {
  readonly agent: Agent;
  /** Host and port of the proxy, for messages. */
  readonly host: string;
}

const unusable = (variable: string): SlbctlError =>
  new SlbctlError(
    "proxy-unsupported",
    EXIT.environment,
    {
      en: `${variable} names a proxy that cannot be used here: expected http://HOST:PORT or https://HOST:PORT, and an API that is reached over https`,
      zh: `${variable} 指定的代理无法使用：应为 http://主机:端口 或 https://主机:端口，且 API 须经 https 访问`,
    },
    {
      hint: {
        en: "name another proxy, or connect directly by adding the API's host to NO_PROXY",
        zh: "请指定其他代理，或将 API 的主机名加入 NO_PROXY 以直连",
      },
    },
  );

/** How to reach an endpoint through the proxy that the environment asks for; undefined where it asks for none. */
export function proxyTo(
  endpoint: URL,
  env: Readonly<Record<string, string | undefined>>,
  timeoutMs: number,
): Proxied | undefined {
  const protocol = endpoint.protocol === "https:" ? "https" : "http";
  const wish = proxyWish(protocol, endpoint.host, env);
  if (wish === undefined) return undefined;
  const text = wish.value.includes("://") ? wish.value : `http://${wish.value}`;
  // The value may hold a password, so that it is not shown.
  if (!URL.canParse(text)) throw unusable(wish.variable);
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol) || url.hostname === "" || protocol === "http")
    throw unusable(wish.variable);
  return { agent: new TunnelAgent(url, timeoutMs), host: url.host };
}
