import { EXIT, interrupted, SlbctlError } from "../../src/core/error.ts";
import type { ConnectOptions } from "../../src/core/provider.ts";
import type { Connection } from "./connection.ts";
import { endpointOf, regionOf, staticCredentials } from "./credentials.ts";
import { type Proxied, proxyTo } from "./proxy.ts";
import { loadSdk, type Send } from "./sdk.ts";

/** The SDK's HTTP handler has no timeouts of its own. CreateLoadBalancer takes a few seconds. */
const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** Waits, unless the user interrupts. */
const sleepUntil =
  (signal: AbortSignal) =>
  (ms: number): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(interrupted());
      const stop = () => {
        clearTimeout(timer);
        reject(interrupted());
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", stop);
        resolve();
      }, ms);
      signal.addEventListener("abort", stop, { once: true });
    });

function asUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new SlbctlError("endpoint-invalid", EXIT.usage, {
    en: "the endpoint is no http(s) URL, e.g. https://elasticloadbalancing.eu-central-1.amazonaws.com",
    zh: "endpoint 不是 http(s) URL，例如 https://elasticloadbalancing.eu-central-1.amazonaws.com",
  });
}

/** Public endpoint of a region; only for messages, the SDK has its own map. */
const usualEndpoint = (region: string): URL =>
  new URL(`https://elasticloadbalancing.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`);

const REGIONLESS = new URL("https://elasticloadbalancing.amazonaws.com");

/** Where calls go, for messages in either language. */
const shownEndpoint = ({ host }: URL, proxied: Proxied | undefined): string =>
  proxied === undefined ? host : `${host} (proxy ${proxied.host})`;

const MISSING_REGION = () =>
  new SlbctlError("region-missing", EXIT.usage, {
    en: "no region: give --region, `region:` in the spec, AWS_REGION, or a profile with a region",
    zh: "缺少地域：请使用 --region、配置中的 `region:`、AWS_REGION，或带有 region 的 profile",
  });

/** Region, endpoint and credentials; no call is made yet. The SDK is loaded here and nowhere else. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { env, signal } = options;
  const override = options.endpoint ?? endpointOf(env);
  const wanted = override === undefined ? undefined : asUrl(override);
  // Else every construction of a client warns on Node 20, into stderr and so into other programs' error texts.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const { Client, commands } = await loadSdk();
  const credentials = staticCredentials(env);
  const givenRegion = options.region ?? regionOf(env);
  // A region that only a profile names is not known yet; NO_PROXY is then read for the API's host without it.
  const target = givenRegion === undefined ? REGIONLESS : usualEndpoint(givenRegion);
  const proxied = proxyTo(wanted ?? target, env, CONNECTION_TIMEOUT_MS);
  const client = new Client({
    ...(givenRegion === undefined ? {} : { region: givenRegion }),
    ...(wanted === undefined ? {} : { endpoint: wanted.href }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(env["AWS_PROFILE"] ? { profile: env["AWS_PROFILE"] } : {}),
    // Retries are ours: they know which writes may be repeated, and they end on an interrupt.
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      ...(proxied === undefined ? {} : { httpsAgent: proxied.agent }),
    },
  });
  const region = await client.config.region().catch(() => {
    client.destroy();
    throw MISSING_REGION();
  });
  const endpoint = wanted ?? usualEndpoint(region);
  const send = ((action, input, abortSignal) => {
    const Command = commands[action] as new (input: object) => Parameters<typeof client.send>[0];
    return client.send(new Command(input), abortSignal === undefined ? {} : { abortSignal });
  }) as Send;
  return {
    region,
    endpoint: shownEndpoint(endpoint, proxied),
    send,
    tools: options.retryTools ?? { sleep: sleepUntil(signal), random: Math.random },
    signal,
    created: new Set(),
    vpcs: new Map(),
    close: () => client.destroy(),
  };
}
