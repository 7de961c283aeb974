import { EXIT, SlbctlError } from "../core/error.ts";
import type { Language } from "../core/text.ts";
import { type Io, write } from "./io.ts";

/** What the machine may refuse to any program: no defect of ours. Others, such as ENOENT, would be. */
const REFUSED: ReadonlySet<string> = new Set([
  "EACCES",
  "EPERM",
  "EROFS",
  "ENOSPC",
  "EDQUOT",
  "ENOTDIR",
  "EISDIR",
  "EEXIST",
  "ENAMETOOLONG",
  "ELOOP",
  "EMFILE",
  "ENFILE",
  "EIO",
]);

/** The error as one for the user where a file or folder cannot be used; anything else as it is. */
export function asUserError(error: unknown): unknown {
  const { code = "", path } = (error ?? {}) as NodeJS.ErrnoException;
  if (error instanceof SlbctlError || path === undefined || !REFUSED.has(code)) return error;
  return new SlbctlError("unusable-path", EXIT.environment, {
    en: `cannot use ${path} (${code})`,
    zh: `无法使用 ${path}（${code}）`,
  });
}

/** Tells a failure on stderr: what is wrong and what to do; a defect with its stack and a request to report it. With `-v` the stable code too. */
export async function reportFailure(
  io: Io,
  language: Language,
  error: unknown,
  isVerbose: boolean,
): Promise<void> {
  if (error instanceof SlbctlError) {
    const code = isVerbose ? ` [${error.code}]` : "";
    const label = language === "zh" ? `错误${code}：` : `error${code}: `;
    const hint =
      error.hint === undefined ? "" : `${language === "zh" ? "提示：" : "hint: "}${error.hint[language]}\n`;
    await write(io.stderr, `${label}${error.text[language]}\n${hint}`);
    return;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lead =
    language === "zh"
      ? "这是 slbctl 自身的缺陷，请附上以下内容反馈：\n"
      : "this is a defect of slbctl; please report it with the following:\n";
  await write(io.stderr, `${lead}${stack}\n`);
}
