import type { BackendState, BalancerStatus } from "../core/provider.ts";
import type { Language, Text } from "../core/text.ts";
import { table } from "../i18n/table.ts";

const PHASE: Readonly<Record<BalancerStatus["phase"], Text>> = {
  absent: { en: "does not exist", zh: "不存在" },
  provisioning: { en: "being provisioned", zh: "创建中" },
  active: { en: "active", zh: "运行中" },
  impaired: { en: "active but impaired", zh: "运行中但受损" },
  inactive: { en: "inactive", zh: "已停用" },
  failed: { en: "failed", zh: "失败" },
};

const STATE: Readonly<Record<BackendState, Text>> = {
  healthy: { en: "healthy", zh: "健康" },
  unhealthy: { en: "unhealthy", zh: "不健康" },
  waiting: { en: "being checked", zh: "检查中" },
  unused: { en: "unused", zh: "未使用" },
  draining: { en: "draining", zh: "排空中" },
  unknown: { en: "unknown", zh: "未知" },
};

/** Healthy backends and those that should be; draining ones are on their way out and do not count. */
function backendCounts(status: BalancerStatus): { healthy: number; expected: number } {
  const counted = status.backends.filter(({ state }) => state !== "draining");
  return { healthy: counted.filter(({ state }) => state === "healthy").length, expected: counted.length };
}

/** The load balancer and every listener take connections. */
export const isActive = (status: BalancerStatus): boolean =>
  (status.phase === "active" || status.phase === "impaired") &&
  status.listeners.length > 0 &&
  status.listeners.every(({ running }) => running);

/** Active, and every backend answers its health check. */
export const isHealthy = (status: BalancerStatus): boolean => {
  const { healthy, expected } = backendCounts(status);
  return isActive(status) && expected > 0 && healthy === expected;
};

/** Everything in one line, for progress. */
export function statusLine(status: BalancerStatus): Text {
  const { healthy, expected } = backendCounts(status);
  const listeners = status.listeners.map(({ port, state }) => `:${port} ${state}`).join(", ");
  return {
    en: `load balancer ${PHASE[status.phase].en}; listener ${listeners || "missing"}; ${healthy} of ${expected} backends healthy`,
    zh: `负载均衡器${PHASE[status.phase].zh}；监听器 ${listeners || "缺失"}；${expected} 个后端中 ${healthy} 个健康`,
  };
}

/** What each backend that is not healthy says, a line each: `m1 10.0.1.11:6443 unhealthy (Target.Timeout): …`. */
export function unhealthyLines(status: BalancerStatus, language: Language): readonly string[] {
  return status.backends
    .filter(({ state }) => state !== "healthy" && state !== "draining")
    .map(({ id, address, port, state, reason, meaning }) => {
      const place = address === undefined || address === id ? `${id}:${port}` : `${id} ${address}:${port}`;
      const code = reason === undefined ? "" : language === "zh" ? `（${reason}）` : ` (${reason})`;
      const colon = language === "zh" ? "：" : ": ";
      return `${place} ${STATE[state][language]}${code}${meaning === undefined ? "" : `${colon}${meaning[language]}`}`;
    });
}

/** The same of those alone whose check has failed, in both languages. */
export function failingLines(status: BalancerStatus): readonly Text[] {
  const failing = { ...status, backends: status.backends.filter(({ state }) => state === "unhealthy") };
  const chinese = unhealthyLines(failing, "zh");
  return unhealthyLines(failing, "en").map((en, index) => ({ en, zh: chinese[index] ?? en }));
}

/** The state as a person reads it, with what each reason code means for an API server. */
export function statusText(name: string, status: BalancerStatus, language: Language): string {
  const label = (en: string, zh: string) => (language === "zh" ? zh : en);
  const where = [...status.addresses, ...(status.dnsName === undefined ? [] : [status.dnsName])].join(", ");
  const reason = status.reason === undefined ? "" : `  (${status.reason[language]})`;
  const head = [
    `${name}${status.id === undefined ? "" : `  ${status.id}`}: ${PHASE[status.phase][language]}${reason}`,
    ...(where === "" ? [] : [`  ${label("address", "地址")}: ${where}`]),
    ...status.listeners.map(({ port, state }) => `  ${label("listener", "监听器")}: ${port} ${state}`),
  ];
  if (status.backends.length === 0) return `${head.join("\n")}\n`;
  const rows = status.backends.map((backend) => [
    backend.id,
    `${backend.address ?? "?"}:${backend.port}`,
    STATE[backend.state][language],
    backend.reason ?? "",
  ]);
  const titles = [
    label("backend", "后端"),
    label("address", "地址"),
    label("state", "状态"),
    label("reason", "原因"),
  ];
  const meanings = new Map(
    status.backends.flatMap(({ reason: code, meaning, state }) =>
      meaning === undefined || state === "healthy" ? [] : [[code ?? state, meaning[language]] as const],
    ),
  );
  const notes = [...meanings].map(([code, meaning]) => `  ${code}: ${meaning}`);
  return `${[...head, "", ...table([titles, ...rows], "  "), ...(notes.length > 0 ? ["", ...notes] : [])].join("\n")}\n`;
}
