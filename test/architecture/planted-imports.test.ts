import { expect, test } from "vitest";
import { cycles } from "./cycles.ts";
import { graphOf, loadedWith } from "./imports.ts";
import { layerViolations } from "./layers.ts";

/* Every rule is broken once, in memory: a layering test that cannot fail proves nothing. */

const graph = (files: Readonly<Record<string, string>>) => graphOf(new Map(Object.entries(files)));

/** The rule that is broken, the file that breaks it, and its text. */
const PLANTED: readonly (readonly [string, string, string])[] = [
  ["src/core may not import src/plan", "src/core/a.ts", `import { x } from "../plan/x.ts";`],
  ["src/plan may not import src/report", "src/plan/a.ts", `import type { X } from "../report/x.ts";`],
  ["src/doctor may not import src/plan", "src/doctor/walk/a.ts", `export * from "../../plan/x.ts";`],
  ["src/report may not import src/doctor", "src/report/a.ts", `export { x } from "../doctor/x.ts";`],
  ["src/collect may not import providers", "src/collect/a.ts", `import "../../providers/index.gen.ts";`],
  ["src/spec may not import src/emulator", "src/spec/a.ts", `const x = await import("../emulator/x.ts");`],
  ["src/core may not import src/spec", "src/core/a.ts", `export type X = import("../spec/x.ts").X;`],
  ["nobody imports the command line", "src/report/a.ts", `import { say } from "../cli/context.ts";`],
  ["nobody imports the command line", "providers/a/driver.ts", `await import("../../src/cli/io.ts");`],
  ["a pure folder touches the world", "src/doctor/a.ts", `import { readFileSync } from "node:fs";`],
  ["a pure folder touches the world", "src/core/a.ts", `import { hash } from "node:crypto";`],
  ["a pure folder loads what nobody can name", "src/plan/a.ts", "await import(process.argv[2]);"],
  ["the package is not for this folder", "src/core/a.ts", `import { load } from "js-yaml";`],
  ["the package is not for this folder", "src/doctor/a.ts", `import * as z from "zod/mini";`],
  ["src/attic has no layer", "src/attic/a.ts", `import { x } from "../core/x.ts";`],
  ["a provider imports another", "providers/a/driver.ts", `import { x } from "../b/x.ts";`],
  ["a provider imports another", "providers/a/driver.ts", `await import("../b/x.ts");`],
  ["providers may not import src/plan", "providers/a/driver.ts", `import "../../src/plan/x.ts";`],
  ["only an emulator/ uses the emulator kit", "providers/a/driver.ts", `import "../../src/emulator/x.ts";`],
  ["the registry loads providers when needed", "providers/index.gen.ts", `import "./a/driver.ts";`],
  ["an SDK is imported dynamically", "providers/a/driver.ts", `import { A } from "@aws-sdk/client-a";`],
  ["an SDK is imported dynamically", "src/cli/a.ts", `export * from "@alicloud/openapi-core";`],
  ["an SDK belongs to its provider", "src/collect/a.ts", `await import("@smithy/core");`],
];

test.for(PLANTED)("%s: %s", ([rule, path, source]) => {
  const found = layerViolations(graph({ [path]: source }));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(rule);
  expect(found[0]).toContain(path);
});

test("two providers with one package", () => {
  const source = `import { hang } from "net-kit";`;
  const found = layerViolations(graph({ "providers/a/x.ts": source, "providers/b/y.ts": source }));
  expect(found).toEqual(["net-kit is imported by a and b: a provider has its own packages"]);
});

test("what is allowed stays allowed", () => {
  const fine = graph({
    "src/core/digest.ts": `import { createHash } from "node:crypto";`,
    "src/report/a.ts": `import { width } from "../i18n/width.ts"; import { plan } from "../plan/plan.ts";`,
    "src/cli/a.ts": `import { Command } from "commander"; import "../../providers/index.gen.ts";`,
    "providers/index.gen.ts": `export const all = [() => import("./a/driver.ts")];`,
    "providers/a/driver.ts": `import type { A } from "@aws-sdk/a"; const sdk = await import("@aws-sdk/a");`,
    "providers/a/emulator/x.ts": `import { serve } from "../../../src/emulator/serve.ts";`,
    "providers/b/driver.ts": `import * as z from "zod"; import { readFile } from "node:fs/promises";`,
  });
  expect(layerViolations(fine)).toEqual([]);
});

test.each([
  ["values", `import { b } from "./b.ts";`],
  ["types", `import type { B } from "./b.ts";`],
  ["re-exports", `export * from "./b.ts";`],
  ["when needed", `export const b = () => import("./b.ts");`],
])("a circle of %s", (_, source) => {
  const circle = graph({
    "src/core/a.ts": source,
    "src/core/b.ts": `import { c } from "./deep/c.ts";`,
    "src/core/deep/c.ts": `import { a } from "../a.ts";`,
    "src/core/d.ts": `import { a } from "./a.ts";`,
  });
  expect(cycles(circle)).toEqual(["src/core/a.ts -> src/core/b.ts -> src/core/deep/c.ts -> src/core/a.ts"]);
});

test("a heavy package, however far, is found with the file that names it", () => {
  const far = graph({
    "src/cli/a.ts": `import "./b.ts"; import type { X } from "./types.ts"; const later = () => import("./d.ts");`,
    "src/cli/b.ts": `import * as z from "zod";`,
    "src/cli/types.ts": `import "type-only";`,
    "src/cli/d.ts": `import "later";`,
  });
  expect([...loadedWith(far, "src/cli/a.ts")]).toContainEqual(["zod", "src/cli/b.ts"]);
  expect([...loadedWith(far, "src/cli/a.ts").keys()]).toEqual(["src/cli/a.ts", "src/cli/b.ts", "zod"]);
});

test("a file that cannot be read as code is an error, not a file without imports", () => {
  expect(() => graph({ "src/core/a.ts": "import {" })).toThrow("src/core/a.ts");
});
