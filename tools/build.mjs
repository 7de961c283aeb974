// Bundles src/cli/main.ts and everything that it loads on demand into dist/*.cjs: CommonJS chunks start fastest, and
// a command's chunk is read only when the command is called (decision 0004).
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { layout, openBundle } from "./bundle.mjs";

const quiet = process.argv.includes("--quiet");
const dist = fileURLToPath(new URL("../dist", import.meta.url));
/** Built beside it and then put in its place, so that a command that runs meanwhile finds every chunk. */
const outdir = `${dist}-${process.pid}`;

const bundle = await openBundle({ quiet });
const { output } = await bundle.write({ dir: outdir, ...layout });
await bundle.close();

// A chunk with one Chinese character is kept by V8 as 16-bit text and takes twice as long to read; as escapes it is not.
const escaped = (code) =>
  code.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
await Promise.all(
  output
    .filter(({ type }) => type === "chunk")
    .map(({ fileName, code }) => writeFile(join(outdir, fileName), escaped(code))),
);
await rename(dist, `${outdir}-old`).catch((error) => {
  if (error.code !== "ENOENT") throw error;
});
await rename(outdir, dist);
await rm(`${outdir}-old`, { recursive: true, force: true });
if (!quiet) {
  const bytes = output.reduce((sum, chunk) => sum + (chunk.code?.length ?? 0), 0);
  console.log(`built ${output.length} chunks, ${(bytes / 1024).toFixed(0)} KiB`);
}
