import type { Spec, SpecIssue } from "../../../src/core/spec.ts";
import { DEFAULT_HEALTH_PORT, type Options } from "../options.ts";
import { httpClasses } from "./http-classes.ts";
import { outside, problem } from "./spec-problem.ts";

/** Paths that the health shim answers. */
const SHIM_PATHS: readonly string[] = ["/healthz", "/readyz"];

/**
 * Ports that a master uses itself (kubernetes.io "Ports and Protocols", read 2026-11), and the ranges that Kubernetes and
 * Linux hand out: NodePorts, and the default ip_local_port_range from 32768 on.
 */
const TAKEN: readonly (readonly [number, number, string])[] = [
  [2379, 2381, "etcd"],
  [10_248, 10_259, "kubelet, kube-proxy, kube-controller-manager, kube-scheduler"],
  [30_000, 32_767, "NodePort"],
  [32_768, 60_999, "ip_local_port_range"],
];

/** Ports below it need a capability that the shim, which has none, cannot use. */
const FIRST_UNPRIVILEGED_PORT = 1024;

/** Port on which the health shim answers; undefined where the check needs none. */
export function shimPort({ healthCheck }: Spec, options: Options): number | undefined {
  return healthCheck.protocol === "https"
    ? (healthCheck.port ?? options.healthPort ?? DEFAULT_HEALTH_PORT)
    : undefined;
}

const NOT_THE_API_PORT = {
  en: "a port where something answers plain HTTP, or protocol: https (a health shim is then used)",
  zh: "一个提供明文 HTTP 的端口，或 protocol: https（此时使用健康检查 shim）",
};

function http(spec: Spec): readonly SpecIssue[] {
  const { port } = spec.healthCheck;
  const api = spec.masters.find((master) => port === undefined || master.port === port);
  if (api === undefined) return [];
  const where = port === undefined ? ["healthCheck", "protocol"] : ["healthCheck", "port"];
  return [
    problem(
      where,
      port ?? "http",
      {
        en: `a plain HTTP request to the API port ${api.port} is answered with 400 by its TLS server: http_2xx would call every master dead, http_4xx would call a dead one alive`,
        zh: `向 API 端口 ${api.port} 发送明文 HTTP 请求，其 TLS 服务器总是返回 400：http_2xx 会使所有 master 被判为不健康，http_4xx 会把失效的 master 判为健康`,
      },
      NOT_THE_API_PORT,
    ),
  ];
}

function shim(spec: Spec, options: Options): readonly SpecIssue[] {
  const port = shimPort(spec, options);
  if (port === undefined) return [];
  const { healthCheck } = spec;
  const path = healthCheck.port === undefined ? ["options", "healthPort"] : ["healthCheck", "port"];
  const issues: SpecIssue[] = [];
  const expected = {
    en: `a free port from ${FIRST_UNPRIVILEGED_PORT} on, outside 30000-60999, e.g. ${DEFAULT_HEALTH_PORT}`,
    zh: `${FIRST_UNPRIVILEGED_PORT} 及以上、30000-60999 之外的空闲端口，例如 ${DEFAULT_HEALTH_PORT}`,
  };
  if (
    healthCheck.port !== undefined &&
    options.healthPort !== undefined &&
    healthCheck.port !== options.healthPort
  )
    issues.push(
      problem(
        ["options", "healthPort"],
        options.healthPort,
        {
          en: `healthCheck.port says ${healthCheck.port}`,
          zh: `healthCheck.port 的值是 ${healthCheck.port}`,
        },
        { en: "one of the two, or the same port in both", zh: "只填写其中之一，或两处相同" },
      ),
    );
  if (spec.masters.some((master) => master.port === port))
    issues.push(
      problem(
        path,
        port,
        {
          en: "CLB cannot check HTTPS: an https check is made as plain HTTP to a health shim, which cannot share the API server's port",
          zh: "CLB 不支持 HTTPS 检查：https 检查会以明文 HTTP 访问健康检查 shim，shim 不能与 API server 共用端口",
        },
        expected,
      ),
    );
  if (port < FIRST_UNPRIVILEGED_PORT)
    issues.push(
      problem(
        path,
        port,
        {
          en: `the health shim runs without privileges and cannot listen below ${FIRST_UNPRIVILEGED_PORT}`,
          zh: `健康检查 shim 以无特权方式运行，无法监听 ${FIRST_UNPRIVILEGED_PORT} 以下的端口`,
        },
        expected,
      ),
    );
  for (const [low, high, name] of TAKEN)
    if (port >= low && port <= high)
      issues.push(
        problem(
          path,
          port,
          {
            en: `the health shim's port lies in ${name} (${low}-${high}) and may be taken by something else`,
            zh: `健康检查 shim 的端口落在 ${name}（${low}-${high}）内，可能被其他程序占用`,
          },
          expected,
        ),
      );
  if (!SHIM_PATHS.includes(healthCheck.path))
    issues.push(
      problem(
        ["healthCheck", "path"],
        healthCheck.path,
        { en: "the health shim does not answer this path", zh: "健康检查 shim 不提供该路径" },
        { en: SHIM_PATHS.join(" or "), zh: SHIM_PATHS.join(" 或 ") },
      ),
    );
  return issues;
}

function request({ healthCheck }: Spec): readonly SpecIssue[] {
  if (healthCheck.protocol === "tcp") return [];
  const issues: SpecIssue[] = [];
  if (!/^\/[A-Za-z0-9\-/.%#&]{1,79}$/.test(healthCheck.path))
    issues.push(
      problem(
        ["healthCheck", "path"],
        healthCheck.path,
        { en: "CLB takes no such path", zh: "CLB 不接受该路径" },
        {
          en: "2 to 80 characters: / and then letters, digits and - / . % # &",
          zh: "2 至 80 个字符：以 / 开头，其后为字母、数字和 - / . % # &",
        },
      ),
    );
  if (httpClasses(healthCheck.codes) === undefined)
    issues.push(
      problem(
        ["healthCheck", "codes"],
        healthCheck.codes,
        { en: "CLB accepts whole classes of status codes only", zh: "CLB 只能接受整段状态码" },
        {
          en: "200-299, 300-399, 400-499, 500-599 or several of them",
          zh: "200-299、300-399、400-499、500-599 中的一个或多个",
        },
      ),
    );
  return issues;
}

/** What CLB's health check of a TCP listener can do. */
export function checkHealth(spec: Spec, options: Options): readonly SpecIssue[] {
  const { healthCheck } = spec;
  return [
    ...(healthCheck.protocol === "http" ? http(spec) : []),
    ...shim(spec, options),
    ...request(spec),
    ...outside(["healthCheck", "intervalSeconds"], healthCheck.intervalSeconds, [1, 50], {
      en: "interval (seconds)",
      zh: "检查间隔（秒）",
    }),
    ...outside(["healthCheck", "timeoutSeconds"], healthCheck.timeoutSeconds, [1, 300], {
      en: "timeout (seconds)",
      zh: "检查超时（秒）",
    }),
    ...outside(["healthCheck", "healthyThreshold"], healthCheck.healthyThreshold, [2, 10], {
      en: "threshold",
      zh: "阈值",
    }),
    ...outside(["healthCheck", "unhealthyThreshold"], healthCheck.unhealthyThreshold, [2, 10], {
      en: "threshold",
      zh: "阈值",
    }),
  ];
}
