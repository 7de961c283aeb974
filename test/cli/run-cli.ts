import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { main } from "../../src/cli/main.ts";

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What stands on standard input; it is never a terminal. */
  readonly stdin?: string;
}

class Captured extends Writable {
  text = "";
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString("utf8");
    done();
  }
}

/** The repository, where `examples/` is. */
export const ROOT = join(import.meta.dirname, "../..");

/** One run of the program in this process. The environment is empty but for what is handed in. */
export async function runCli(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const [stdout, stderr] = [new Captured(), new Captured()];
  const stdin = new PassThrough();
  stdin.end(options.stdin ?? "");
  const env = { LANG: "C.UTF-8", PATH: process.env["PATH"] ?? "", ...options.env };
  const status = await main(argv, { env, cwd: options.cwd ?? ROOT, stdin, stdout, stderr });
  return { status, stdout: stdout.text, stderr: stderr.text };
}

/** A folder for the time of a test. */
export async function temporaryFolder(atEnd: (undo: () => Promise<void>) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "slbctl-cli-"));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
