import { posix } from "node:path";
import type { Sources } from "./imports.ts";

/** Text without code, in which brackets are no links and `#` is no heading. */
const prose = (text: string): string =>
  text.replace(/^(```|~~~)[\s\S]*?^\1/gm, "").replace(/`[^`\n]*`/g, "``");

/** The anchor that hosts of repositories give a heading: lower case, words joined by hyphens, punctuation gone. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");

/** Anchors keep what stands in back quotes, so that headings are looked for with code spans in place. */
const anchors = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.replace(/^(```|~~~)[\s\S]*?^\1/gm, "").matchAll(/^#+ +(.+)$/gm)].map((m) =>
      anchorOf(m[1] ?? ""),
    ),
  );

/** Targets of inline links, images and reference definitions. */
const targets = (text: string): readonly string[] =>
  [...prose(text).matchAll(/\]\(<?([^)\s>]+)[^)]*\)|^\[[^\]]+\]:\s*<?(\S+?)>?$/gm)].map(
    (match) => match[1] ?? match[2] ?? "",
  );

/** Links within the repository that lead nowhere; `exists` knows files and folders. */
export function brokenLinks(pages: Sources, exists: (path: string) => boolean): readonly string[] {
  return [...pages].flatMap(([page, text]) =>
    targets(text)
      .filter((target) => !/^[a-z][a-z0-9+.-]*:/i.test(target))
      .filter((target) => {
        const [file = "", anchor] = decodeURI(target).split("#");
        const path = file === "" ? page : posix.join(posix.dirname(page), file).replace(/\/$/, "");
        if (!exists(path)) return true;
        const there = pages.get(path);
        return anchor !== undefined && there !== undefined && !anchors(there).has(anchor);
      })
      .map((target) => `${page} links to ${target}`),
  );
}

/** Pages for users are in both languages; notes for those who work on the project are in English. */
export function untranslated(paths: readonly string[]): readonly string[] {
  const all = new Set(paths);
  const forUsers = paths.filter((path) => /^docs\/(?!decisions\/).*\.md$/.test(path));
  const missing = forUsers
    .filter((path) => !path.endsWith(".zh.md"))
    .map((path) => path.replace(/\.md$/, ".zh.md"))
    .filter((path) => !all.has(path));
  const orphans = forUsers
    .filter((path) => path.endsWith(".zh.md"))
    .map((path) => path.replace(/\.zh\.md$/, ".md"))
    .filter((path) => !all.has(path));
  const readme = all.has("README.md") && !all.has("README.zh-CN.md") ? ["README.zh-CN.md"] : [];
  return [...missing, ...orphans, ...readme].map((path) => `${path} is missing`);
}
