// Bundles src/cli/main.ts and everything that it loads on demand into dist/*.cjs: CommonJS chunks start fastest, and
// a command's chunk is read only when the command is called (decision 0004).
import { readFile, rm, writeFile } from "node:fs/promises";
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

/** js-yaml's dumper and its other schemas are left out once the bundler is told that making a tag, a schema or a table of defaults is pure. */
const yamlThatShakes = {
  name: "yaml-that-shakes",
  transform(code, id) {
    if (!id.endsWith("/js-yaml.mjs")) return undefined;
    const made = /^(var \w+ = )((?:define(?:Scalar|Sequence|Mapping)Tag|new (?:Schema|RegExp))\()/gm;
    const defaults = /^(var DEFAULT_\w+ = )(\{\n[\s\S]*?\n\});/gm;
    return code.replace(made, "$1/* @__PURE__ */ $2").replace(defaults, "$1/* @__PURE__ */ (() => ($2))();");
  },
};

/**
 * Drivers and emulators use all of zod, the way from a spec to a plan only zod/mini. A core that both share would make
 * every run read the parts that only the former need, so that they get a copy of their own.
 */
const COPY = "?whole";
const wholeZodApart = {
  name: "whole-zod-apart",
  async resolveId(source, importer, options) {
    const isWhole = source === "zod" || importer?.endsWith(COPY);
    if (!isWhole) return undefined;
    const from = importer?.endsWith(COPY) ? importer.slice(0, -COPY.length) : importer;
    const found = await this.resolve(source, from, { ...options, skipSelf: true });
    return found === null || found.external ? found : { ...found, id: `${found.id}${COPY}` };
  },
  load: (id) => (id.endsWith(COPY) ? readFile(id.slice(0, -COPY.length), "utf8") : undefined),
};

await rm(outdir, { recursive: true, force: true });
const bundle = await rolldown({
  input: { main: new URL("../src/cli/main.ts", import.meta.url).pathname },
  platform: "node",
  // Optional peers stay outside: where a user has them, they are found at run time.
  external: (id) => id.startsWith("node:") || optional.includes(id),
  resolve: { mainFields: ["module", "main"] },
  plugins: [commanderWithoutChildProcess, yamlThatShakes, wholeZodApart],
  onLog(level, log, handler) {
    if (log.code !== "EVAL" && !(quiet && level !== "error")) handler(level, log);
  },
});
const { output } = await bundle.write({
  dir: outdir,
  format: "cjs",
  exports: "named",
  minify: true,
  // Finding a file takes Node about as long as running a small one: what is always loaded together is one file.
  codeSplitting: {
    groups: [
      { name: "start", tags: ["$initial"], priority: 2 },
      {
        name: "spec",
        test: /src\/(cli\/(load-spec|compile-spec|session|plan-flags)|core\/observation)\.ts$/,
        priority: 1,
      },
      { debugName: "provider", name: (id) => /providers\/(\w+)\/descriptor\.ts$/.exec(id)?.[1] ?? null },
    ],
  },
  entryFileNames: "[name].cjs",
  chunkFileNames: "[name]-[hash].cjs",
});
await bundle.close();

// A chunk with one Chinese character is kept by V8 as 16-bit text and takes twice as long to read; as escapes it is not.
const escaped = (code) =>
  code.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
await Promise.all(
  output
    .filter(({ type }) => type === "chunk")
    .map(({ fileName, code }) => writeFile(new URL(fileName, `file://${outdir}`), escaped(code))),
);
if (!quiet) {
  const bytes = output.reduce((sum, chunk) => sum + (chunk.code?.length ?? 0), 0);
  console.log(`built ${output.length} chunks, ${(bytes / 1024).toFixed(0)} KiB`);
}
