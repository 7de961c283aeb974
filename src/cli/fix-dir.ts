import { join, resolve } from "node:path";
import { MARK } from "../companions/emitted-file.ts";
import type { Finding } from "../core/finding.ts";
import { remediesReadme, remedyFolders, stepsScript } from "../report/remedy-scripts.ts";
import { type Report, remedyKey } from "../report/report.ts";
import { type Context, notice } from "./context.ts";
import { writeOwnFiles } from "./own-files.ts";
import { visible } from "./visible.ts";

const slashed = (...parts: readonly string[]): string => join(...parts).replaceAll("\\", "/");

/** Writes the remedies of findings below a folder and runs none; without a folder nothing is done. */
export async function writeRemedies(
  context: Context,
  findings: readonly Finding[],
  folder: string | undefined,
): Promise<Report["written"]> {
  if (folder === undefined) return new Map();
  const all = remedyFolders(findings);
  if (all.length === 0) {
    await notice(context, {
      en: "--fix-dir: nothing to write; no finding that counts has a remedy",
      zh: "--fix-dir：无需写出任何文件；没有计入的问题带有修复方法",
    });
    return new Map();
  }
  const { language } = context;
  const written = all.map((each) => ({
    ...each,
    files: [
      { path: `${each.folder}/steps.sh`, text: visible(stepsScript(each, MARK, language)) },
      ...each.remedy.files.map(({ path, content, mode }) => ({
        path: `${each.folder}/${path}`,
        text: content,
        ...(mode === undefined ? {} : { mode }),
      })),
    ],
  }));
  const readme = { path: "README.md", text: visible(remediesReadme(all, MARK, language)) };
  await writeOwnFiles(resolve(context.io.cwd, folder), folder, [
    ...written.flatMap(({ files }) => files),
    readme,
  ]);
  await notice(context, {
    en: `${all.length} ${all.length === 1 ? "remedy" : "remedies"} written to ${folder}; nothing was executed. ${slashed(folder, "README.md")} says which is which`,
    zh: `${all.length} 种修复方法已写入 ${folder}，均未执行；说明见 ${slashed(folder, "README.md")}`,
  });
  return new Map(
    written.flatMap(({ remedy, findings: cured, files }) =>
      cured.map(
        (finding) => [remedyKey(finding, remedy), files.map(({ path }) => slashed(folder, path))] as const,
      ),
    ),
  );
}
