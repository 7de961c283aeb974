type Environment = Readonly<Record<string, string | undefined>>;

export interface ProxyWish {
  /** The variable that asks for it, as it is spelt. */
  readonly variable: string;
  /** Its value; may hold a password. */
  readonly value: string;
}

const isLoopback = (name: string): boolean =>
  name === "localhost" || name === "::1" || name === "[::1]" || /^127\./.test(name);

/** Whether NO_PROXY names the host: `*`, the host itself, or a domain it lies in; ports are not looked at. */
function isExempt(name: string, noProxy: string): boolean {
  return noProxy
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .map((entry) =>
      entry
        .replace(/^([^:]*):\d+$/, "$1")
        .replace(/^\*?\./, "")
        .toLowerCase(),
    )
    .some((entry) => entry === "*" || name === entry || name.endsWith(`.${entry}`));
}

/**
 * The proxy that the environment asks for on the way to a host (with or without port), as curl reads it: the scheme's
 * own variable, then ALL_PROXY, unless NO_PROXY names the host. Loopback is never proxied.
 */
export function proxyWish(protocol: "http" | "https", host: string, env: Environment): ProxyWish | undefined {
  const own = protocol === "https" ? ["HTTPS_PROXY", "https_proxy"] : ["HTTP_PROXY", "http_proxy"];
  const variable = [...own, "ALL_PROXY", "all_proxy"].find((name) => (env[name] ?? "") !== "");
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (variable === undefined || isLoopback(name)) return undefined;
  if (isExempt(name, env["NO_PROXY"] || env["no_proxy"] || "")) return undefined;
  return { variable, value: env[variable] ?? "" };
}
