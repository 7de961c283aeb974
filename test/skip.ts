import { type ExecFileException, execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import tools from "./tools.json" with { type: "json" };

/** A program that some tests need: each is listed in test/tools.json, with its source and how to install it. */
export type Tool = keyof typeof tools;

/**
 * Why a test is skipped where a program is missing. In CI what must be there is an error instead, so that a green run
 * never means "not tested". Call it inside the test: `if (found === undefined) return context.skip(missing("haproxy"));`
 */
export function missing(tool: Tool, env: NodeJS.ProcessEnv = process.env): string {
  const { install, inCi } = tools[tool];
  const reason = `needs ${tool}: ${install}`;
  if (env["CI"] === "true" && inCi === "required") throw new Error(`${reason} (CI must have it)`);
  return reason;
}

/** Where a program is, searched as a shell would and in the folders of administrators' programs. */
export function programPath(name: Tool): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(":"), "/usr/local/sbin", "/usr/sbin", "/sbin"];
  return folders
    .filter((folder) => folder !== "")
    .map((folder) => `${folder}/${name}`)
    .find((path) => existsSync(path));
}

/** A Python that can import a module: the one that is named, the project's own environment, or the system's. */
export function pythonWith(module: Tool): string | undefined {
  const candidates = [process.env["SLBCTL_TEST_PYTHON"], ".cache/venv/bin/python", "python3"];
  return candidates
    .filter((path): path is string => path !== undefined && path !== "")
    .filter((path) => path === "python3" || existsSync(path))
    .find((path) => spawnSync(path, ["-c", `import ${module}`], { timeout: 20_000 }).status === 0);
}

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
