import { readFile, rm } from "node:fs/promises";
import { get } from "node:http";
import { join } from "node:path";
import * as z from "zod";
import { replaceFile } from "./atomic-write.ts";
import { isRunning, processIdentity, thisProcess } from "./process-identity.ts";

/** Where a running server answers who it is; beside every emulated API, never logged. */
export const READY_PATH = "/.slbctl/ready";

const announcement = z.object({
  version: z.literal(1),
  process: processIdentity,
  endpoints: z.record(z.string(), z.string()),
});

/** Servers that run on a state folder. */
export interface RunningEmulators {
  readonly pid: number;
  /** Emulator id → URL. */
  readonly endpoints: Readonly<Record<string, string>>;
}

const fileIn = (stateDir: string): string => join(stateDir, "endpoint.json");

/** Says in the state folder that this process serves it. */
export async function announce(stateDir: string, endpoints: Readonly<Record<string, string>>): Promise<void> {
  const value = { version: 1, process: thisProcess(), endpoints };
  await replaceFile(fileIn(stateDir), `${JSON.stringify(value, null, 2)}\n`);
}

export const withdraw = (stateDir: string): Promise<void> => rm(fileIn(stateDir), { force: true });

/** Pid that a server answers with; undefined when nobody answers properly in time. */
function askPid(url: string, timeoutMs: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = get(new URL(READY_PATH, url), { agent: false, timeout: timeoutMs }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        body += chunk;
        if (body.length > 1000) response.destroy();
      });
      response.on("close", () => {
        const pid = /^\{"pid":(\d+)\}$/.exec(body)?.[1];
        resolve(pid === undefined ? undefined : Number(pid));
      });
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(undefined));
  });
}

/** The servers that serve a state folder right now: announced, alive, and answering as the announced process. */
export async function findRunning(stateDir: string, timeoutMs = 2000): Promise<RunningEmulators | undefined> {
  try {
    const { process: found, endpoints } = announcement.parse(
      JSON.parse(await readFile(fileIn(stateDir), "utf8")),
    );
    if (!isRunning(found)) return undefined;
    const pids = await Promise.all(Object.values(endpoints).map((url) => askPid(url, timeoutMs)));
    return pids.length > 0 && pids.every((pid) => pid === found.pid)
      ? { pid: found.pid, endpoints }
      : undefined;
  } catch {
    return undefined;
  }
}
