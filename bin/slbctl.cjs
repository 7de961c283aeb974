#!/usr/bin/env node
// Written by hand and kept outside the bundle, so that `--version` reads nothing but package.json.
"use strict";
const words = process.argv.slice(2);
if (words.length === 1 && (words[0] === "--version" || words[0] === "-V")) {
  process.stdout.write(`${require("../package.json").version}\n`);
} else {
  const { enableCompileCache } = require("node:module");
  if (enableCompileCache) enableCompileCache();
  const { env, stdout, stderr } = process;
  const io = {
    env,
    cwd: process.cwd(),
    stdout,
    stderr,
    // Opening standard input takes as long as printing the help; few commands read it.
    get stdin() {
      return process.stdin;
    },
  };
  require("../dist/main.cjs")
    .main(words, io)
    .then((status) => {
      process.exitCode = status;
    });
}
