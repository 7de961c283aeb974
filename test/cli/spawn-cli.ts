import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import type { Ran } from "./run-cli.ts";
import { ROOT } from "./run-cli.ts";

/** Builds the bundle that `bin/slbctl.cjs` runs. */
export const build = (): void => {
  execFileSync(process.execPath, [join(ROOT, "tools/build.mjs"), "--quiet"], { cwd: ROOT, stdio: "pipe" });
};

export interface Spawned {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran & { readonly signal: NodeJS.Signals | null }>;
  /** Resolves when the pattern was printed on stdout or stderr; rejects when the program ends without it. */
  prints(pattern: RegExp): Promise<void>;
}

/** The installed command as its own process. Its standard input is closed. */
export function spawnCli(
  argv: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Spawned {
  const { SLBCTL_LANG: _language, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(ROOT, "bin/slbctl.cjs"), ...argv], {
    cwd,
    env: { ...inherited, LANG: "C.UTF-8", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const text = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    text.stdout += chunk.toString("utf8");
  });
  child.stderr.on("data", (chunk: Buffer) => {
    text.stderr += chunk.toString("utf8");
  });
  const ended = new Promise<Ran & { signal: NodeJS.Signals | null }>((resolve) =>
    child.once("close", (code, signal) => resolve({ ...text, status: code ?? -1, signal })),
  );
  const prints = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (pattern.test(text.stdout + text.stderr)) resolve();
      };
      child.stdout.on("data", look);
      child.stderr.on("data", look);
      child.once("close", () => reject(new Error(`ended without ${pattern}:\n${text.stdout}${text.stderr}`)));
      look();
    });
  return { child, ended, prints };
}
