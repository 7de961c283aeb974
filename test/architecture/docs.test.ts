import { expect, test } from "vitest";
import { brokenLinks, untranslated } from "./markdown.ts";
import { repositoryFiles, sources } from "./sources.ts";

const paths = repositoryFiles();

/** Files, and the folders that hold them. */
const known = new Set(
  paths.flatMap((path) => path.split("/").map((_, at, parts) => parts.slice(0, at + 1).join("/"))),
).add(".");

test("links between pages lead somewhere", () => {
  const pages = sources(/\.md$/);
  expect(pages.size).toBeGreaterThan(10);
  expect(brokenLinks(pages, (path) => known.has(path))).toEqual([]);
});

test("pages for users are in English and Chinese", () => expect(untranslated(paths)).toEqual([]));

test("broken links are found, in every form, and only those", () => {
  const page = [
    "# A page: `code`, and more",
    "[good](b.md) [folder](../src/) [here](#a-page-code-and-more) [there](b.md#二-章节) [web](https://example.com)",
    "[bad](missing.md) ![bad](c.png) [bad](b.md#nowhere) [bad](#gone)",
    "`[code](in-code.md)`",
    "```md\n[code](in-block.md)\n# not a heading\n```",
    "[ref]: lost.md",
  ].join("\n\n");
  const pages = new Map([
    ["docs/a.md", page],
    ["docs/b.md", "## 二 章节"],
  ]);
  const exists = (path: string) => ["docs/a.md", "docs/b.md", "src"].includes(path);
  expect(brokenLinks(pages, exists)).toEqual(
    ["missing.md", "c.png", "b.md#nowhere", "#gone", "lost.md"].map((to) => `docs/a.md links to ${to}`),
  );
});

test("a page without its translation, and a translation without its page, are found", () => {
  expect(
    untranslated([
      "README.md",
      "docs/a.md",
      "docs/b.md",
      "docs/b.zh.md",
      "docs/x/c.zh.md",
      "docs/decisions/0001-a.md",
    ]),
  ).toEqual(["docs/a.zh.md is missing", "docs/x/c.md is missing", "README.zh-CN.md is missing"]);
});
