import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** Runs a TypeScript file in a process of its own, which does not outlive the test. */
export function startChild(file: URL, ...args: string[]): ChildProcess {
  const child = spawn(process.execPath, ["--import", "tsx", fileURLToPath(file), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** The first piece of output, which says that the child is where the test wants it. */
export async function firstOutput(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("no output to wait for");
  const ended = once(child, "close").then(([code]) => {
    throw new Error(`the child ended with ${code} before it said anything`);
  });
  ended.catch(() => undefined);
  const [chunk] = await Promise.race([once(child.stdout, "data"), ended]);
  return String(chunk);
}

export async function killed(child: ChildProcess): Promise<void> {
  const ended = once(child, "close");
  child.kill("SIGKILL");
  await ended;
}
