#!/usr/bin/env node
// Written by hand and kept outside the bundle, so that `--version` reads nothing but package.json.
"use strict";
const words = process.argv.slice(2);
if (words.length === 1 && (words[0] === "--version" || words[0] === "-V")) {
  process.stdout.write(`${require("../package.json").version}\n`);
} else {
  const { enableCompileCache } = require("node:module");
  if (enableCompileCache) enableCompileCache();
  const { env, stdin, stdout, stderr } = process;
  require("../dist/main.cjs")
    .main(words, { env, cwd: process.cwd(), stdin, stdout, stderr })
    .then((status) => {
      process.exitCode = status;
    });
}
