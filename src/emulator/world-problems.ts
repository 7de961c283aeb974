import type * as z from "zod";
import { nearest } from "../core/nearest.ts";
import type { Text } from "../core/text.ts";

/** What is wrong with a world: where, what stands there (undefined: nothing), and what was expected. */
export interface WorldProblem {
  readonly path: string;
  readonly found: string | undefined;
  readonly expected: Text;
}

const ID: Text = { en: "an id: text of 1 to 256 characters", zh: "一个 id：1 至 256 个字符的文本" };
const ZONE: Text = { en: "a zone, e.g. cn-hangzhou-a", zh: "一个可用区，例如 cn-hangzhou-a" };
const LIST: Text = { en: "a list", zh: "一个列表" };
const MAPPING: Text = { en: "a mapping of fields", zh: "一组字段" };

/** What is expected at a path, with `[]` for every entry of a list. */
const EXPECTED: Readonly<Record<string, Text>> = {
  "": {
    en: "a mapping with apiVersion, kind, instances, subnets and securityGroups",
    zh: "包含 apiVersion、kind、instances、subnets 与 securityGroups 的映射",
  },
  apiVersion: { en: "slbctl/v1", zh: " slbctl/v1" },
  kind: { en: "World", zh: " World" },
  instances: LIST,
  "instances[]": MAPPING,
  "instances[].name": { en: "text", zh: "文本" },
  "instances[].zone": ZONE,
  "instances[].addresses": { en: "a list of at least one address", zh: "至少含一个地址的列表" },
  "instances[].addresses[]": {
    en: "an IPv4 or IPv6 address without prefix length",
    zh: "不带前缀长度的 IPv4 或 IPv6 地址",
  },
  "instances[].state": { en: "running or stopped", zh: " running 或 stopped" },
  "instances[].ports": {
    en: "port of the instance (1 to 65535): host:port where it is really served",
    zh: "“实例端口（1 至 65535）: 实际提供服务的 host:port”形式的映射",
  },
  "instances[].ports.*": { en: "host:port, e.g. 127.0.0.11:6443", zh: " host:port，例如 127.0.0.11:6443" },
  subnets: LIST,
  "subnets[]": MAPPING,
  "subnets[].zone": ZONE,
  "subnets[].cidr": {
    en: "a range such as 127.0.20.0/24 (inside 127.0.0.0/8 it is reachable on this machine)",
    zh: "形如 127.0.20.0/24 的网段（位于 127.0.0.0/8 内时可在本机访问）",
  },
  securityGroups: LIST,
  "securityGroups[]": MAPPING,
};

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  "": ["apiVersion", "kind", "instances", "subnets", "securityGroups"],
  "instances[]": ["id", "name", "vpcId", "subnetId", "zone", "addresses", "state", "ports"],
  "subnets[]": ["id", "vpcId", "zone", "cidr"],
  "securityGroups[]": ["id", "vpcId"],
};

type Path = readonly PropertyKey[];

const pathText = (path: Path): string =>
  path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");

function pattern(path: Path): string {
  const general = pathText(path).replace(/\[\d+\]/g, "[]");
  return general.startsWith("instances[].ports.") ? "instances[].ports.*" : general;
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const part of path) {
    if (at === null || typeof at !== "object" || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[part];
  }
  return at;
}

/** One line, at most 60 characters, of what stands in the file. */
function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return `[…${value.length}]`;
  if (value !== null && typeof value === "object") return "{…}";
  return JSON.stringify(typeof value === "string" && value.length > 60 ? `${value.slice(0, 57)}...` : value);
}

function unknownField(path: Path, key: string): WorldProblem {
  const known = FIELDS[pattern(path)] ?? [];
  const meant = nearest(key, known);
  return {
    path: pathText([...path, key]),
    found: JSON.stringify(key.slice(0, 60)),
    expected:
      meant === undefined
        ? { en: `only ${known.join(", ")} here`, zh: `以下字段之一：${known.join("、")}` }
        : { en: `perhaps ${meant}`, zh: ` ${meant}（疑似拼写错误）` },
  };
}

/** Every problem that the schema found, in the order of the file's schema. */
export function worldProblems(value: unknown, error: z.ZodError): readonly WorldProblem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownField(issue.path, key));
    const isKey = issue.code === "invalid_key";
    const path = isKey ? issue.path.slice(0, -1) : issue.path;
    return {
      path: pathText(issue.path),
      found: isKey
        ? JSON.stringify(String(issue.path.at(-1)).slice(0, 60))
        : shown(valueAt(value, issue.path)),
      expected: EXPECTED[pattern(path)] ?? ID,
    };
  });
}
