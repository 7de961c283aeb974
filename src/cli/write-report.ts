import type { Diagnosis } from "../core/finding.ts";
import { rules } from "../doctor/rules/index.gen.ts";
import { loadRenderers } from "../report/renderers.ts";
import type { Report } from "../report/report.ts";
import type { Context } from "./command.ts";
import { writeOutputs } from "./output.ts";
import { VERSION } from "./version.ts";

/** English pages of all rules: SARIF carries them as help. A page that is missing is left out. */
async function readPages(): Promise<ReadonlyMap<string, string>> {
  const [{ readFile }, { join }, { pagesFolder }] = await Promise.all([
    import("node:fs/promises"),
    import("node:path"),
    import("./pages-folder.ts"),
  ]);
  const folder = pagesFolder();
  const pages = await Promise.all(
    rules.map(async ({ slug }) => {
      const page = await readFile(join(folder, `${slug}.md`), "utf8").catch(() => undefined);
      return page === undefined ? [] : [[slug, page] as const];
    }),
  );
  return new Map(pages.flat());
}

/** A diagnosis in every format that was asked for. */
export async function writeReport(
  context: Context,
  diagnosis: Diagnosis,
  { suppressed, written }: Pick<Report, "suppressed" | "written">,
): Promise<void> {
  const formats = context.outputs.map(({ format }) => format);
  const report: Report = {
    diagnosis,
    suppressed,
    rules,
    pages: formats.includes("sarif") ? await readPages() : new Map(),
    written,
    version: VERSION,
    language: context.language,
    isVerbose: context.verbosity > 0,
  };
  const renderers = await loadRenderers(formats);
  await writeOutputs(context.io, context.outputs, (format) => renderers.get(format)?.(report) ?? "");
}
