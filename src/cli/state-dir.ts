import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { EXIT, SlbctlError } from "../core/error.ts";
import type { Context } from "./context.ts";

/** Folder of the emulated cloud: `--state-dir`, `$SLBCTL_STATE_DIR`, else the user's state folder (XDG). */
export function stateDir(context: Context): string {
  const { env, cwd } = context.io;
  const given = context.stateDir ?? env["SLBCTL_STATE_DIR"];
  if (given !== undefined && given !== "") return resolve(cwd, given);
  return join(env["XDG_STATE_HOME"] || join(homedir(), ".local", "state"), "slbctl", "emulator");
}

export async function makeStateDir(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new SlbctlError(
      "state-unusable",
      EXIT.environment,
      {
        en: `cannot make the state folder ${folder} (${error.code})`,
        zh: `无法创建状态目录 ${folder}（${error.code}）`,
      },
      { hint: { en: "give another folder with --state-dir", zh: "请用 --state-dir 指定其他目录" } },
    );
  });
}
