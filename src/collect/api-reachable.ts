import { request } from "node:https";
import type { HostPort } from "../core/facts.ts";

/** How long one address is given: a sick one must not hold its own diagnosis up. */
const TIMEOUT_MS = 3000;

/** `up` any answer over TLS; `down` refused; `silent` no answer in time. */
export type Reached = "up" | "down" | "silent";

/** Asks one API server for /readyz, without credentials; what it answers does not matter, only that it does. */
export const reach = ({ host, port }: HostPort, timeoutMs = TIMEOUT_MS): Promise<Reached> =>
  new Promise((resolve) => {
    const asked = request({
      host,
      port,
      path: "/readyz",
      method: "GET",
      // Whether it is there is all that is asked; nothing is sent that a stranger might want.
      rejectUnauthorized: false,
      agent: false,
      timeout: timeoutMs,
    });
    const done = (reached: Reached) => {
      clearTimeout(late);
      resolve(reached);
      asked.destroy();
    };
    const late = setTimeout(() => done("silent"), timeoutMs);
    asked.on("response", () => done("up"));
    asked.on("timeout", () => done("silent"));
    asked.on("error", (error: NodeJS.ErrnoException) => done(error.code === "ETIMEDOUT" ? "silent" : "down"));
    asked.end();
  });

/** The best that any of the addresses of one API server gives; all are asked at once. */
export async function reachAny(
  addresses: readonly HostPort[],
  timeoutMs?: number,
): Promise<Reached | undefined> {
  const all = await Promise.all(addresses.map((each) => reach(each, timeoutMs)));
  return (["up", "down", "silent"] as const).find((each) => all.includes(each));
}
