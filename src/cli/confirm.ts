import { createInterface } from "node:readline/promises";
import { EXIT, interrupted, SlbctlError } from "../core/error.ts";
import type { Text } from "../core/text.ts";
import { type Context, say } from "./context.ts";

/** Asks a yes/no question on the terminal; without one, `--yes` has to answer it. */
export async function confirm(context: Context, question: Text, assumeYes: boolean): Promise<boolean> {
  if (assumeYes) return true;
  const { stdin, stderr } = context.io;
  if (stdin.isTTY !== true || stderr.isTTY !== true)
    throw new SlbctlError(
      "not-confirmed",
      EXIT.usage,
      { en: "nobody is there to confirm the plan", zh: "没有终端可供确认该计划" },
      { hint: { en: "add --yes, or run it on a terminal", zh: "请加上 --yes，或在终端中运行" } },
    );
  const terminal = createInterface({ input: stdin, output: stderr });
  try {
    const choices = context.language === "zh" ? "[y/N]（y 表示同意）" : "[y/N]";
    const answer = await terminal.question(`${say(context, question)} ${choices} `, {
      signal: context.signal,
    });
    return /^(y|yes|是|好)$/i.test(answer.trim());
  } catch (error) {
    if (context.signal.aborted) throw interrupted();
    throw error;
  } finally {
    terminal.close();
  }
}
