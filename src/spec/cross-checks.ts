import { canonicalAddress } from "../core/net.ts";
import { type Path, pathText, valueAt } from "../core/path-text.ts";
import { OWNER_TAG } from "../core/provider.ts";
import { type SpecIssue, splitEndpoint } from "../core/spec.ts";
import type { Text } from "../core/text.ts";
import { showValue } from "./show-value.ts";

/** Default of `port`, of a master's port, and of kubeadm's endpoint alike. */
const API_PORT = 6443;

/** Reads a raw document without trusting any of it: these checks run beside the schema's, not after them. */
interface Raw {
  readonly document: unknown;
  readonly list: (...path: Path) => readonly unknown[];
  readonly at: (...path: Path) => unknown;
  readonly issue: (path: Path, text: Text, expected: Text) => SpecIssue;
}

function rawOf(document: unknown): Raw {
  const at = (...path: Path) => valueAt(document, path);
  const list = (...path: Path) => {
    const value = at(...path);
    return Array.isArray(value) ? (value as unknown[]) : [];
  };
  const issue = (path: Path, text: Text, expected: Text): SpecIssue => ({
    path,
    found: showValue(at(...path), path),
    text,
    expected,
  });
  return { document, at, list, issue };
}

const asAddress = (value: unknown): string | undefined =>
  typeof value === "string" ? canonicalAddress(value) : undefined;

/** One issue for each value that an earlier one equals. `keyOf` gives undefined for what is not to be compared. */
function repeated(
  raw: Raw,
  paths: readonly Path[],
  keyOf: (value: unknown, path: Path) => string | undefined,
  expected: Text,
): SpecIssue[] {
  const first = new Map<string, Path>();
  return paths.flatMap((path) => {
    const key = keyOf(raw.at(...path), path);
    if (key === undefined) return [];
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, path);
      return [];
    }
    const where = pathText(earlier);
    return [raw.issue(path, { en: `the same as ${where}`, zh: `与 ${where} 相同` }, expected)];
  });
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

function repetitions(raw: Raw): SpecIssue[] {
  const of = (list: string, field: string): Path[] => raw.list(list).map((_, index) => [list, index, field]);
  const entries = (...list: Path): Path[] => raw.list(...list).map((_, index) => [...list, index]);
  const portBeside = (path: Path) => {
    const port = raw.at(...path.slice(0, -1), "port");
    return port === undefined ? API_PORT : port;
  };
  const once: Text = { en: "each one once", zh: "各不相同" };
  return [
    ...repeated(raw, of("masters", "name"), text, {
      en: "a name of its own for each master",
      zh: "每个 master 的名称各不相同",
    }),
    ...repeated(
      raw,
      of("masters", "address"),
      (value, path) => {
        const address = asAddress(value);
        return address === undefined ? undefined : `${address} ${JSON.stringify(portBeside(path))}`;
      },
      { en: "an address and port of its own for each master", zh: "每个 master 的地址与端口各不相同" },
    ),
    ...repeated(raw, of("masters", "instanceId"), text, {
      en: "an instance of its own for each master",
      zh: "每个 master 对应不同的实例",
    }),
    ...repeated(raw, of("subnets", "id"), text, once),
    ...repeated(raw, of("subnets", "address"), asAddress, once),
    ...repeated(raw, entries("securityGroups"), text, once),
    ...repeated(raw, entries("accessList", "entries"), text, once),
  ];
}

/** 0.0.0.0, multicast, broadcast and link-local addresses belong to no machine that others can reach. */
const UNREACHABLE = /^(0\.|169\.254\.|22[4-9]\.|23\d\.|255\.255\.255\.255$|::$|ff|fe[89ab][0-9a-f]:)/;

function addresses(raw: Raw): SpecIssue[] {
  const masters = raw.list("masters").map((_, index) => ["masters", index, "address"] as const);
  const ofMasters = new Set(masters.map((path) => asAddress(raw.at(...path))));
  const unreachable = masters
    .filter((path) => UNREACHABLE.test(asAddress(raw.at(...path)) ?? "."))
    .map((path) =>
      raw.issue(
        path,
        { en: "no load balancer can reach this address", zh: "负载均衡器无法访问该地址" },
        { en: "a private address of the master", zh: "master 的私网地址" },
      ),
    );
  const taken = raw
    .list("subnets")
    .map((_, index) => ["subnets", index, "address"] as const)
    .filter((path) => {
      const address = asAddress(raw.at(...path));
      return address !== undefined && ofMasters.has(address);
    })
    .map((path) =>
      raw.issue(
        path,
        { en: "this address belongs to a master", zh: "该地址属于某个 master" },
        { en: "a free address of the subnet", zh: "子网中的空闲地址" },
      ),
    );
  return [...unreachable, ...taken];
}

function endpoint(raw: Raw): SpecIssue[] {
  const path = ["controlPlaneEndpoint"] as const;
  const value = raw.at(...path);
  const parts = typeof value === "string" ? splitEndpoint(value) : undefined;
  if (parts === undefined) return [];
  const issues: SpecIssue[] = [];
  const listener = raw.at("port") ?? API_PORT;
  if (typeof listener === "number" && (parts.port ?? API_PORT) !== listener)
    issues.push(
      raw.issue(
        path,
        parts.port === undefined
          ? {
              en: `kubeadm reads this as port ${API_PORT}, but the listener is on ${listener}`,
              zh: `kubeadm 会按端口 ${API_PORT} 处理，而监听器在 ${listener}`,
            }
          : { en: `the listener is on port ${listener}`, zh: `监听器在端口 ${listener}` },
        { en: `${parts.host}:${listener}`, zh: `${parts.host}:${listener}` },
      ),
    );
  const address = asAddress(parts.host);
  const index = raw
    .list("masters")
    .findIndex((_, at) => address !== undefined && asAddress(raw.at("masters", at, "address")) === address);
  if (index >= 0)
    issues.push(
      raw.issue(
        path,
        {
          en: `this is masters[${index}] itself, so clients would bypass the load balancer`,
          zh: `这是 masters[${index}] 自己的地址，客户端将绕过负载均衡器`,
        },
        { en: "a DNS name (or the address) of the load balancer", zh: "指向负载均衡器的域名（或其地址）" },
      ),
    );
  return issues;
}

/** An API server answers plain HTTP on its TLS port with 400 (Go net/http), whatever asks. */
function plainProbeOfTls(raw: Raw): SpecIssue[] {
  const path = ["healthCheck", "port"] as const;
  const port = raw.at(...path);
  const ports = raw.list("masters").map((_, index) => raw.at("masters", index, "port") ?? API_PORT);
  if (raw.at("healthCheck", "protocol") !== "http" || typeof port !== "number" || !ports.includes(port))
    return [];
  return [
    raw.issue(
      path,
      {
        en: "the API server speaks TLS on this port and answers plain HTTP with 400, so every master would be down",
        zh: "API server 在该端口上使用 TLS，对明文 HTTP 只会返回 400，所有 master 都会被判为不健康",
      },
      {
        en: "healthCheck.protocol https, or the port of a plain-HTTP health shim",
        zh: "将 healthCheck.protocol 设为 https，或填写明文 HTTP 健康检查代理（health shim）的端口",
      },
    ),
  ];
}

function reservedTags(raw: Raw): SpecIssue[] {
  const tags = raw.at("tags");
  if (tags === null || typeof tags !== "object") return [];
  const prefix = OWNER_TAG.slice(0, OWNER_TAG.indexOf("/") + 1);
  return Object.keys(tags)
    .filter((name) => name.toLowerCase().startsWith(prefix))
    .map((name) => ({
      path: ["tags", name],
      key: true as const,
      found: undefined,
      text: {
        en: `tags under ${prefix} say what slbctl owns and are set by it alone`,
        zh: `${prefix} 前缀的标签用于标记 slbctl 的资源，只能由 slbctl 设置`,
      },
      expected: { en: "another name", zh: "其他名称" },
    }));
}

/** What holds between fields for every provider; limits of one product are its adapter's business. */
export function crossChecks(document: unknown): readonly SpecIssue[] {
  const raw = rawOf(document);
  return [repetitions, addresses, endpoint, plainProbeOfTls, reservedTags].flatMap((check) => check(raw));
}
