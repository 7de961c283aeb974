import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { EXIT, SlbctlError } from "../core/error.ts";
import type { SpecProblem } from "../core/spec.ts";
import type { LocatedSpec } from "../spec/locate-issues.ts";
import { parseSpec } from "../spec/parse-spec.ts";
import { specFlags } from "../spec/spec-flags.ts";
import type { OptionDefinition, Options } from "./command.ts";
import type { Context } from "./context.ts";

/** `-f` and every flag that sets a part of the spec. */
export const SPEC_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: "-f, --file <path>",
    text: {
      en: "spec in YAML or JSON; - reads standard input. Flags override it",
      zh: "YAML 或 JSON 配置文件；- 表示标准输入。命令行选项优先",
    },
  },
  ...specFlags,
];

/** All problems at once, as one error of exit status 2. */
export async function specError(problems: readonly SpecProblem[]): Promise<SlbctlError> {
  const { problemsText } = await import("../report/problems-text.ts");
  return new SlbctlError("spec-invalid", EXIT.usage, {
    en: `the spec cannot be used\n${problemsText(problems, "en").trimEnd()}`,
    zh: `配置无法使用\n${problemsText(problems, "zh").trimEnd()}`,
  });
}

async function readInput(
  context: Context,
  path: string,
): Promise<{ name: string; content: string | Uint8Array }> {
  if (path === "-") {
    const { text } = await import("node:stream/consumers");
    return { name: "<stdin>", content: await text(context.io.stdin) };
  }
  try {
    // node:fs is loaded already; node:fs/promises would be loaded for this one read.
    return { name: path, content: readFileSync(resolve(context.io.cwd, path)) };
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new SlbctlError("cannot-read", EXIT.usage, {
      en: `cannot read ${path} (${reason})`,
      zh: `无法读取 ${path}（${reason}）`,
    });
  }
}

/** The spec from `-f` and flags; every problem in it is one error. */
export async function loadSpec(context: Context, options: Options): Promise<LocatedSpec> {
  const file = options["file"] as string | undefined;
  const input = file === undefined ? undefined : await readInput(context, file);
  const usesFlags = specFlags.some(({ key }) => options[key] !== undefined);
  const read =
    input !== undefined && !usesFlags
      ? await parseSpec(input.content, input.name)
      : await (await import("../spec/spec-from-flags.ts")).specFromFlags(options, input);
  if (!read.ok) throw await specError(read.error);
  return read.value;
}
