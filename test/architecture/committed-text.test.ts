import { expect, test } from "vitest";
import type { Sources } from "./imports.ts";
import { sources } from "./sources.ts";

/** Split, so that this file does not find itself. */
const word = (...parts: readonly string[]): string => parts.join("");

/** What ties a repository to the machine or the network that it was made on. */
const FOREIGN: readonly (readonly [string, RegExp])[] = [
  [
    "a package registry's host",
    new RegExp(
      word("registry\\.(npm", "js|yarnpkg|npmmirror)|(?<![\\w.])py", "pi\\.org|files\\.python", "hosted"),
    ),
  ],
  [
    "a package registry's host",
    new RegExp(word("(deb|security)\\.deb", "ian\\.org|proxy\\.gol", "ang\\.org|crates", "\\.io/api")),
  ],
  ["somebody's folder", new RegExp(word("(?<![\\w./])/(home|Us", "ers)/[\\w.-]+/|/wo", "rk/(main|shared)"))],
];

function foreign(files: Sources): readonly string[] {
  const found = [...files].flatMap(([path, text]) =>
    FOREIGN.filter(([, pattern]) => pattern.test(text)).map(([what, pattern]) => {
      const at = text.slice(0, text.search(pattern)).split("\n").length;
      return `${path}:${at} has ${what}`;
    }),
  );
  const lock = files.get("package-lock.json");
  return lock !== undefined && /"resolved":/.test(lock)
    ? [...found, "package-lock.json says where packages came from: .npmrc tells npm to leave it out"]
    : found;
}

test("nothing that is committed names a registry or a folder of one machine", () => {
  const files = sources(/^(?!.*\.(png|svg|gz|tgz)$)/);
  expect(files.has("package-lock.json")).toBe(true);
  expect(foreign(files)).toEqual([]);
});

test("hosts, folders and resolved addresses would be found", () => {
  const planted = new Map([
    ["a.md", `one\nfrom https://${word("registry.npm", "js.org")}/x`],
    ["b.py", `index = "https://${word("py", "pi.org")}/simple"`],
    ["c.sh", `cd ${word("/ho", "me/somebody/")}project`],
    ["d.ts", "/healthz and ~/.kube/config and /etc/home/x and example.com/Users/1 are fine"],
    ["package-lock.json", `{ "resolved": "https://example.com/x.tgz" }`],
  ]);
  expect(foreign(planted).map((line) => line.split(" ")[0])).toEqual([
    "a.md:2",
    "b.py:1",
    "c.sh:1",
    "package-lock.json",
  ]);
});
