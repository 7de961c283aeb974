#!/usr/bin/env node
// Written by hand and kept outside the bundle, so that `--version` reads nothing but package.json.
"use strict";
const words = process.argv.slice(2);
if (words.length === 1 && (words[0] === "--version" || words[0] === "-V")) {
  process.stdout.write(`${require("../package.json").version}\n`);
} else {
  const { enableCompileCache } = require("node:module");
  if (enableCompileCache) enableCompileCache();
  // Each stream is opened when it is first used: opening one takes as long as printing the help.
  const io = {
    env: process.env,
    cwd: process.cwd(),
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return process.stderr;
    },
  };
  require("../dist/main.cjs")
    .main(words, io)
    .then((status) => {
      process.exitCode = status;
    });
}
