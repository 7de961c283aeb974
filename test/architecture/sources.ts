import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sources } from "./imports.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Files that git knows or would add, relative to the repository. */
export function repositoryFiles(): readonly string[] {
  const listing = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 16 * 1024 * 1024,
  });
  return [...new Set(listing.split("\0"))].filter((path) => path !== "" && existsSync(join(ROOT, path)));
}

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The files that match, with their text. */
export const sources = (pattern: RegExp): Sources =>
  new Map(
    repositoryFiles()
      .filter((path) => pattern.test(path))
      .map((path) => [path, read(path)]),
  );
