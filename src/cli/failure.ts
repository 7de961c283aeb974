import { SlbctlError } from "../core/error.ts";
import type { Language } from "../core/text.ts";
import { type Io, write } from "./io.ts";

/** Tells a failure on stderr: what is wrong and what to do; a defect with its stack and a request to report it. */
export async function reportFailure(io: Io, language: Language, error: unknown): Promise<void> {
  if (error instanceof SlbctlError) {
    const label = language === "zh" ? "错误：" : "error: ";
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
