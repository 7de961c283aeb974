import type { Text } from "../../src/core/text.ts";

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

/** AWS's SDK does not look at proxy variables; where one is set that would apply, the user has to hear of it. */
export function proxyNotice(endpoint: URL, env: Environment): Text | undefined {
  const names =
    endpoint.protocol === "https:" ? ["HTTPS_PROXY", "https_proxy"] : ["HTTP_PROXY", "http_proxy"];
  const variable = [...names, "ALL_PROXY", "all_proxy"].find((name) => (env[name] ?? "") !== "");
  const name = endpoint.hostname.toLowerCase();
  if (variable === undefined || isLoopback(name)) return undefined;
  if (exempt(name, env["NO_PROXY"] ?? env["no_proxy"] ?? "")) return undefined;
  return {
    en: `${variable} is set, but AWS's SDK does not use a proxy: connecting to ${endpoint.host} directly. Where that is impossible, forward a port to it and give --endpoint, or use a VPC endpoint; add it to NO_PROXY to silence this`,
    zh: `已设置 ${variable}，但 AWS SDK 不使用代理：将直接连接 ${endpoint.host}。若无法直连，请转发端口并使用 --endpoint，或使用 VPC 终端节点；将其加入 NO_PROXY 可不再提示`,
  };
}
