import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import * as z from "zod";

/** Names one process for good: a pid alone is used again after the process has died. */
export const processIdentity = z.object({
  pid: z.int().positive(),
  /** Boot and start time on Linux; undefined where the system does not tell. */
  started: z.string().optional(),
  host: z.string(),
});

export type ProcessIdentity = z.infer<typeof processIdentity>;

/** Fields after the command's closing parenthesis begin with field 3 (state); the start time is field 22 (proc(5)). */
function linuxProcess(pid: number): { state: string; started: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return { state: fields[0] ?? "", started: `${boot}/${fields[19]}` };
  } catch {
    return undefined;
  }
}

export function thisProcess(): ProcessIdentity {
  const started = linuxProcess(process.pid)?.started;
  return { pid: process.pid, host: hostname(), ...(started === undefined ? {} : { started }) };
}

/** False only when the process is certainly gone; one on another host cannot be judged and counts as running. */
export function isRunning(identity: ProcessIdentity): boolean {
  if (identity.host !== hostname()) return true;
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const found = linuxProcess(identity.pid);
  if (found === undefined || identity.started === undefined) return true;
  return found.state !== "Z" && found.started === identity.started;
}
