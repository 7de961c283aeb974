import { EXIT, SlbctlError } from "../../src/core/error.ts";
import { proxyWish } from "../../src/core/proxy.ts";
import type { Endpoint } from "./endpoints.ts";

/**
 * Alibaba Cloud's SDK cannot use a proxy (openapi-core 1.0.8 takes the setting and its HTTP client ignores it, read
 * 2026-11). Going around a proxy that was asked for would be wrong, and often hang: the user has to decide.
 */
export function refuseProxy(
  { protocol, host }: Endpoint,
  env: Readonly<Record<string, string | undefined>>,
): void {
  const wish = proxyWish(protocol, host, env);
  if (wish === undefined) return;
  const name = host.replace(/:\d+$/, "");
  throw new SlbctlError(
    "proxy-unsupported",
    EXIT.environment,
    {
      en: `${wish.variable} is set, but Alibaba Cloud's SDK cannot use a proxy; ${host} was not called`,
      zh: `已设置 ${wish.variable}，但阿里云 SDK 不支持代理；未调用 ${host}`,
    },
    {
      hint: {
        en: `to connect directly: NO_PROXY=${name}; where only the proxy leads out, run slbctl inside the VPC with ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED=true`,
        zh: `若要直连：设置 NO_PROXY=${name}；若只能经代理访问外网，请在 VPC 内运行 slbctl 并设置 ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED=true`,
      },
    },
  );
}
