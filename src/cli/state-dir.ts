import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Context } from "./context.ts";

/** Folder of the emulated cloud: `--state-dir`, `$SLBCTL_STATE_DIR`, else the user's state folder (XDG). */
export function stateDir(context: Context): string {
  const { env, cwd } = context.io;
  const given = context.stateDir ?? env["SLBCTL_STATE_DIR"];
  if (given !== undefined && given !== "") return resolve(cwd, given);
  return join(env["XDG_STATE_HOME"] || join(homedir(), ".local", "state"), "slbctl", "emulator");
}
