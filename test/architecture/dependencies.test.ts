import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import tools from "../tools.json" with { type: "json" };
import { repositoryFiles, sources } from "./sources.ts";

const PACKAGES = [...Object.keys(manifest.devDependencies), ...Object.keys(manifest.peerDependencies)];

/** Packages of which no page says, in back quotes, why they are here. */
const unexplained = (packages: readonly string[], pages: Iterable<string>): readonly string[] => {
  const text = [...pages].join("\n");
  return packages.filter((name) => !text.includes(`\`${name}\``));
};

test("every dependency is explained in docs/decisions", () => {
  expect(unexplained(PACKAGES, sources(/^docs\/decisions\/.*\.md$/).values())).toEqual([]);
});

test("a dependency that nobody explains would be found", () => {
  expect(unexplained(["left-pad", "zod"], ["why `zod`, and left-pad without quotes"])).toEqual(["left-pad"]);
});

test("nothing is installed with the package: what it needs is bundled, and versions are exact", () => {
  expect(manifest).not.toHaveProperty("dependencies");
  expect(manifest).not.toHaveProperty("optionalDependencies");
  expect(manifest.scripts).not.toHaveProperty("postinstall");
  for (const version of Object.values(manifest.devDependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

/** Programs that a test says it needs. */
const needed = (text: string): readonly string[] =>
  [...text.matchAll(/\b(?:missing|programPath|pythonWith)\(\s*"([^"]+)"/g)].map((match) => match[1] ?? "");

const users = sources(/^test\/(?!architecture\/).*\.ts$/);

test("every program that a test needs is listed in test/tools.json", () => {
  const names = new Set([...users.values()].flatMap(needed));
  expect(names.size).toBeGreaterThan(2);
  expect([...names].filter((name) => !(name in tools))).toEqual([]);
  expect(needed(`missing("no-such-program")`)).toEqual(["no-such-program"]);
});

test("test/tools.json is complete, and names users that exist", () => {
  const paths = repositoryFiles();
  for (const [name, { source, version, install, minutes, inCi, usedBy }] of Object.entries(tools)) {
    for (const text of [source, version, install]) expect(text, name).not.toBe("");
    expect(minutes, name).toBeGreaterThan(0);
    expect(["required", "where-installed"], name).toContain(inCi);
    for (const user of usedBy)
      expect(
        paths.some((path) => path.startsWith(user)),
        user,
      ).toBe(true);
  }
});

test("Python packages are those of test/requirements.txt, at exact versions", () => {
  const [text = ""] = sources(/^test\/requirements\.txt$/).values();
  const wanted = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  for (const line of wanted) expect(line).toMatch(/^[\w.[\]-]+==\d[\w.]*$/);
  const listed = Object.values(tools)
    .filter(({ source }) => source.startsWith("PyPI"))
    .map(({ source }) => source.replace("PyPI, package ", ""));
  expect(wanted.map((line) => line.split("==")[0]).sort()).toEqual(listed.sort());
});
