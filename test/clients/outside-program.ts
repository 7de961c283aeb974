import { type ExecFileException, execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** What became of a program that ran to its end. */
export interface Finished {
  readonly status: number;
  readonly output: string;
}

/** Runs a program without a shell; a status other than 0 is a result, not an exception. */
export const runProgram = (
  command: string,
  parameters: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly timeoutMs: number },
): Promise<Finished> =>
  new Promise((resolve) => {
    execFile(
      command,
      [...parameters],
      { ...options, timeout: options.timeoutMs, killSignal: "SIGKILL", maxBuffer: 64 * 1024 * 1024 },
      (error: ExecFileException | null, stdout, stderr) => {
        const status = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({
          status,
          output: `${stdout}\n${stderr}${status === -1 ? `\n${error?.message ?? ""}` : ""}`,
        });
      },
    );
  });

/** A Python that can import a module: the one that is named, the project's own environment, or the system's. */
export function pythonWith(module: string): string | undefined {
  const candidates = [process.env["SLBCTL_TEST_PYTHON"], ".cache/venv/bin/python", "python3"];
  return candidates
    .filter((path): path is string => path !== undefined && path !== "")
    .filter((path) => path === "python3" || existsSync(path))
    .find((path) => spawnSync(path, ["-c", `import ${module}`], { timeout: 20_000 }).status === 0);
}

/** Why a test is skipped; in CI, where the program must be there, the reason is thrown instead. */
export function missing(
  reason: string,
  rule: "required-in-ci" | "where-installed" = "required-in-ci",
): string {
  if (process.env["CI"] === "true" && rule === "required-in-ci")
    throw new Error(`${reason} (CI must have it)`);
  return reason;
}
