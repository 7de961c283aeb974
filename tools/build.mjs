// Bundles src/cli/main.ts and everything that it loads on demand into dist/*.cjs: CommonJS chunks start fastest, and
// a command's chunk is read only when the command is called (decision 0004).
import { readFile, rm } from "node:fs/promises";
import { rolldown } from "rolldown";

const quiet = process.argv.includes("--quiet");
const outdir = new URL("../dist/", import.meta.url).pathname;
const manifest = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
const optional = Object.keys(manifest.peerDependencies);

/**
 * commander loads child_process for subcommands that are programs of their own. We have none, and loading it is a tenth
 * of the time that `--help` takes.
 */
const commanderWithoutChildProcess = {
  name: "commander-without-child-process",
  transform(code, id) {
    if (!id.endsWith("/commander/lib/command.js")) return undefined;
    const eager = "const childProcess = require('node:child_process');";
    if (!code.includes(eager)) throw new Error("commander loads child_process in another way now");
    return code.replace(
      eager,
      "const childProcess = { get spawn() { return require('node:child_process').spawn; } };",
    );
  },
};

await rm(outdir, { recursive: true, force: true });
const bundle = await rolldown({
  input: { main: new URL("../src/cli/main.ts", import.meta.url).pathname },
  platform: "node",
  // Optional peers stay outside: where a user has them, they are found at run time.
  external: (id) => id.startsWith("node:") || optional.includes(id),
  resolve: { mainFields: ["module", "main"] },
  plugins: [commanderWithoutChildProcess],
  onLog(level, log, handler) {
    if (log.code !== "EVAL" && !(quiet && level !== "error")) handler(level, log);
  },
});
const { output } = await bundle.write({
  dir: outdir,
  format: "cjs",
  exports: "named",
  minify: true,
  entryFileNames: "[name].cjs",
  chunkFileNames: "[name]-[hash].cjs",
});
await bundle.close();
if (!quiet) {
  const bytes = output.reduce((sum, chunk) => sum + (chunk.code?.length ?? 0), 0);
  console.log(`built ${output.length} chunks, ${(bytes / 1024).toFixed(0)} KiB`);
}
