import type { Text } from "../../src/core/text.ts";
import type { Endpoint } from "./endpoints.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const isLoopback = (name: string): boolean =>
  name === "localhost" || name === "::1" || name === "[::1]" || /^127\./.test(name);

/** Whether NO_PROXY names the host: `*`, the host itself, or a domain it lies in. */
function exempt(name: string, noProxy: string): boolean {
  return noProxy
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .map((entry) =>
      entry
        .replace(/:\d+$/, "")
        .replace(/^\*?\./, "")
        .toLowerCase(),
    )
    .some((entry) => entry === "*" || name === entry || name.endsWith(`.${entry}`));
}

/** Alibaba Cloud's SDK cannot use a proxy; where one is asked for that would apply, the user has to hear of it. */
export function proxyNotice({ protocol, host }: Endpoint, env: Environment): Text | undefined {
  const names = protocol === "https" ? ["HTTPS_PROXY", "https_proxy"] : ["HTTP_PROXY", "http_proxy"];
  const variable = [...names, "ALL_PROXY", "all_proxy"].find((name) => (env[name] ?? "") !== "");
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (variable === undefined || isLoopback(name)) return undefined;
  if (exempt(name, env["NO_PROXY"] ?? env["no_proxy"] ?? "")) return undefined;
  return {
    en: `${variable} is set, but Alibaba Cloud's SDK cannot use a proxy: connecting to ${host} directly. Where that is impossible, forward a port to it and give --endpoint; add it to NO_PROXY to silence this`,
    zh: `已设置 ${variable}，但阿里云 SDK 不支持代理：将直接连接 ${host}。若无法直连，请转发端口并使用 --endpoint；将其加入 NO_PROXY 可不再提示`,
  };
}
