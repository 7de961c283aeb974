import { nearest } from "../core/nearest.ts";
import { API_VERSION, type SpecIssue } from "../core/spec.ts";
import { verbatim } from "../core/text.ts";
import { showValue } from "./show-value.ts";

/** Every version that this slbctl reads. */
const KNOWN_VERSIONS: readonly string[] = [API_VERSION];

const KNOWN = {
  en: `${KNOWN_VERSIONS.join(", ")} (all that this slbctl knows)`,
  zh: `${KNOWN_VERSIONS.join("、")}（当前 slbctl 支持的全部版本）`,
};

/**
 * Whether the document is a spec at all. If it says that it is something else, nothing more is said: a list of the
 * fields that a ConfigMap lacks to be a load balancer helps nobody.
 */
export function headerIssues(value: unknown): readonly SpecIssue[] {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    return [
      {
        path: [],
        found: showValue(value, []),
        text: { en: "this is not a spec", zh: "这不是一份 spec" },
        expected: {
          en: "a mapping that begins with `apiVersion: slbctl/v1`",
          zh: "以 `apiVersion: slbctl/v1` 开头的映射",
        },
      },
    ];
  const { apiVersion, kind } = value as { apiVersion?: unknown; kind?: unknown };
  const issues: SpecIssue[] = [];
  // Anything may stand there, also a mapping with a `toString` of its own.
  const version = typeof apiVersion === "string" ? apiVersion : "";
  if (apiVersion !== undefined && !KNOWN_VERSIONS.includes(version)) {
    const ours = version.toLowerCase().startsWith("slbctl");
    const meant = ours ? nearest(version.toLowerCase(), KNOWN_VERSIONS) : undefined;
    issues.push({
      path: ["apiVersion"],
      found: showValue(apiVersion, ["apiVersion"]),
      text: ours
        ? {
            en: `unknown version of the spec${meant ? `; did you mean ${meant}?` : "; it may need a newer slbctl"}`,
            zh: `未知的 spec 版本${meant ? `；是否想写 ${meant}？` : "；可能需要更新的 slbctl"}`,
          }
        : { en: "this is an object of another tool", zh: "这是其他工具的对象" },
      expected: KNOWN,
    });
  }
  if (kind !== undefined && kind !== "LoadBalancer" && typeof kind === "string")
    issues.push({
      path: ["kind"],
      found: showValue(kind, ["kind"]),
      text: /List$/.test(kind)
        ? {
            en: "a list of objects; give each load balancer a file of its own",
            zh: "这是对象列表；请为每个负载均衡器单独写一个文件",
          }
        : { en: "unknown kind of object", zh: "未知的对象类型" },
      expected: verbatim("LoadBalancer"),
    });
  return issues;
}
