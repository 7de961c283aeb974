// How src/cli/main.ts and everything that it loads on demand become CommonJS chunks (decision 0004).
import { readFile } from "node:fs/promises";
import { rolldown } from "rolldown";

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

/** Everything read and resolved; `write` or `generate` with `layout` makes chunks of it. */
export const openBundle = ({ quiet }) =>
  rolldown({
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

export const layout = {
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
};
