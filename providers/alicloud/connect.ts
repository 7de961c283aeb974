import { randomBytes } from "node:crypto";
import { EXIT, interrupted, SlbctlError } from "../../src/core/error.ts";
import type { ConnectOptions } from "../../src/core/provider.ts";
import type { Connection } from "./connection.ts";
import { defaultRegion, openCredentials } from "./credentials.ts";
import { givenEndpoint, regionEndpoint } from "./endpoints.ts";
import { refuseProxy } from "./proxy.ts";
import { openTransport } from "./transport.ts";

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

function wantedEndpoint(text: string | undefined) {
  if (text === undefined) return undefined;
  const endpoint = givenEndpoint(text);
  if (endpoint !== undefined) return endpoint;
  throw new SlbctlError("endpoint-invalid", EXIT.usage, {
    en: "the endpoint is no host and no http(s) URL, e.g. slb.cn-hangzhou.aliyuncs.com",
    zh: "endpoint 既不是主机名也不是 http(s) URL，例如 slb.cn-hangzhou.aliyuncs.com",
  });
}

/** Region, endpoint and credentials; no call is made yet. The SDK is loaded here and nowhere else. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { env, signal } = options;
  const region = options.region ?? (await defaultRegion(env));
  if (region === undefined)
    throw new SlbctlError("region-missing", EXIT.usage, {
      en: "no region: give --region, `region:` in the spec, ALIBABA_CLOUD_REGION_ID, or a profile of the aliyun command line",
      zh: "缺少地域：请使用 --region、配置中的 `region:`、ALIBABA_CLOUD_REGION_ID，或 aliyun 命令行的配置",
    });
  const inVpc = env["ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED"] === "true";
  const usual = regionEndpoint(region, inVpc ? "vpc" : "public");
  const wanted = wantedEndpoint(options.endpoint) ?? (inVpc ? usual : undefined);
  refuseProxy(wanted ?? usual, env);
  const credential = await openCredentials(env);
  return {
    region,
    transport: await openTransport({ region, credential, wanted, usual }),
    tools: options.retryTools ?? { sleep: sleepUntil(signal), random: Math.random },
    signal,
    nonce: randomBytes(8).toString("hex"),
  };
}
