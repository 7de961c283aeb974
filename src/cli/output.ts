import { dirname, resolve } from "node:path";
import { EXIT, SlbctlError } from "../core/error.ts";
import { type Io, write } from "./io.ts";
import { visible } from "./visible.ts";

/** One `-o FORMAT[=FILE]`; without a file it goes to stdout. */
export interface OutputTarget {
  readonly format: string;
  readonly file: string | undefined;
}

const usage = (en: string, zh: string): SlbctlError => new SlbctlError("bad-output", EXIT.usage, { en, zh });

/** Parses all `-o` values; at most one may go to stdout. Without any, the command's first format does. */
export function parseOutputs(values: readonly string[], formats: readonly string[]): readonly OutputTarget[] {
  const [first = "text"] = formats;
  const targets = values.map((value): OutputTarget => {
    const at = value.indexOf("=");
    const format = at < 0 ? value : value.slice(0, at);
    const file = at < 0 ? undefined : value.slice(at + 1);
    const list = formats.join(", ");
    if (!formats.includes(format))
      throw usage(`-o ${value}: this command writes ${list}`, `-o ${value}：此命令可输出 ${list}`);
    if (file === "")
      throw usage(`-o ${value}: a file name is missing after "="`, `-o ${value}：“=”之后缺少文件名`);
    return { format, file };
  });
  if (targets.filter(({ file }) => file === undefined).length > 1)
    throw usage(
      "only one -o can go to stdout; give the others a file (-o json=FILE)",
      "只能有一个 -o 输出到标准输出；其余请指定文件（-o json=文件）",
    );
  return targets.length > 0 ? targets : [{ format: first, file: undefined }];
}

/** Writes each target with its renderer; files appear whole or not at all. */
export async function writeOutputs(
  io: Io,
  targets: readonly OutputTarget[],
  render: (format: string) => string,
): Promise<void> {
  for (const { format, file } of targets) {
    const text = render(format);
    const whole = text.endsWith("\n") || text === "" ? text : `${text}\n`;
    if (file === undefined) await write(io.stdout, whole);
    else await writeWhole(resolve(io.cwd, file), visible(whole));
  }
}

/** Writes a file through a temporary neighbour, so that readers never see half of it. */
export async function writeWhole(path: string, content: string, mode = 0o644): Promise<void> {
  const { rename, writeFile } = await import("node:fs/promises");
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, content, { mode });
    await rename(temporary, path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new SlbctlError("cannot-write", EXIT.environment, {
      en: `cannot write ${path} (${reason}); does ${dirname(path)} exist and is it writable?`,
      zh: `无法写入 ${path}（${reason}）；请检查 ${dirname(path)} 是否存在且可写`,
    });
  }
}
