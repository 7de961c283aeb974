import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { EXIT, SlbctlError } from "../core/error.ts";
import type { Diagnosis } from "../core/finding.ts";
import type { Suppression } from "../core/suppression.ts";
import type { Text } from "../core/text.ts";
import { rules } from "../doctor/rules/index.gen.ts";
import { retired } from "../doctor/rules/retired.ts";
import { problemsText } from "../report/problems-text.ts";
import { type Suppressed, suppress } from "../report/suppressions.ts";
import { parseSuppressions } from "../spec/parse-suppressions.ts";
import type { OptionDefinition, Options } from "./command.ts";
import type { Context } from "./context.ts";

/** Read from the working directory when it is there. */
const USUAL = ".slbctl-suppress.yaml";

export const SUPPRESS_OPTION: OptionDefinition = {
  flags: "--suppress <file>",
  text: {
    en: "findings that are accepted until a day: entries of code, subject, reason, until",
    zh: "在某日之前接受的问题：每个条目含 code、subject、reason、until",
  },
  shownDefault: USUAL,
};

const DOCUMENT: Text = { en: "the suppressions", zh: "抑制列表" };

async function read(context: Context, named: string | undefined): Promise<Buffer | undefined> {
  const path = named ?? USUAL;
  return readFile(resolve(context.io.cwd, path)).catch((error: NodeJS.ErrnoException) => {
    if (named === undefined && error.code === "ENOENT") return undefined;
    throw new SlbctlError("cannot-read", EXIT.usage, {
      en: `cannot read ${path} (${error.code})`,
      zh: `无法读取 ${path}（${error.code}）`,
    });
  });
}

/** What `--suppress`, or the usual file, says; every problem in it is one error. */
export async function readSuppressions(
  context: Context,
  options: Options,
): Promise<(diagnosis: Diagnosis) => Suppressed> {
  const named = options["suppress"] as string | undefined;
  const content = await read(context, named);
  const all = content === undefined ? [] : await parsed(content, named ?? USUAL);
  // The day of the machine's clock in UTC: a run in CI and one at home agree.
  const today = new Date().toISOString().slice(0, 10);
  return (diagnosis) => suppress(diagnosis, all, today);
}

async function parsed(content: Uint8Array, file: string): Promise<readonly Suppression[]> {
  const codes = [...rules.map(({ code }) => code), ...Object.keys(retired)];
  const read = await parseSuppressions(content, file, codes);
  if (read.ok) return read.value;
  throw new SlbctlError("suppressions-invalid", EXIT.usage, {
    en: `the suppressions cannot be used\n${problemsText(read.error, "en", DOCUMENT).trimEnd()}`,
    zh: `抑制列表无法使用\n${problemsText(read.error, "zh", DOCUMENT).trimEnd()}`,
  });
}
