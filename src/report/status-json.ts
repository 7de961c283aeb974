import type { BalancerStatus } from "../core/provider.ts";
import { isHealthy } from "./status-text.ts";

/** Stable JSON of a status: texts in English only. */
export const statusJson = (name: string, status: BalancerStatus): object => ({
  schemaVersion: 1,
  kind: "Status",
  name,
  ...status,
  healthy: isHealthy(status),
  reason: status.reason?.en ?? null,
  backends: status.backends.map((backend) => ({ ...backend, meaning: backend.meaning?.en ?? null })),
});
