import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type EmittedFile, MARK } from "../companions/emitted-file.ts";
import { EXIT, SlbctlError } from "../core/error.ts";
import { writeWhole } from "./output.ts";

/** What was not written by us is never overwritten. */
async function refuseForeign(path: string, shown: string, text: string): Promise<void> {
  const found = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new SlbctlError("cannot-read", EXIT.environment, {
      en: `cannot read ${shown} (${error.code})`,
      zh: `无法读取 ${shown}（${error.code}）`,
    });
  });
  if (found === undefined || found === text || found.split("\n", 1)[0]?.includes(MARK)) return;
  throw new SlbctlError(
    "not-ours",
    EXIT.usage,
    {
      en: `${shown} is there and was not written by slbctl (its first line does not say so)`,
      zh: `${shown} 已存在，且不是由 slbctl 写入的（首行没有相应标记）`,
    },
    { hint: { en: "name another folder, or move the file away", zh: "请换一个目录，或移走该文件" } },
  );
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new SlbctlError("cannot-write", EXIT.environment, {
      en: `cannot make the folder ${folder} (${error.code})`,
      zh: `无法创建目录 ${folder}（${error.code}）`,
    });
  });
}

/** Writes files below `root`, each whole or not at all, and none where any would replace what is not ours. */
export async function writeOwnFiles(
  root: string,
  shown: string,
  files: readonly (EmittedFile & { readonly mode?: number })[],
): Promise<void> {
  for (const { path, text } of files) await refuseForeign(join(root, path), join(shown, path), text);
  for (const { path, text, mode } of files) {
    await makeFolder(dirname(join(root, path)));
    await writeWhole(join(root, path), text, mode);
  }
}
