// Writes everything that is generated: `npm run gen`. With `--check` it writes nothing and fails when a file is stale.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** A file that is generated; `path` is relative to the repository. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** What all generators in tools/gen would write now. */
export async function generateAll(): Promise<readonly GeneratedFile[]> {
  const folder = join(root, "tools/gen");
  const names = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  const made: GeneratedFile[] = [];
  // One after the other: a later generator may import what an earlier one writes. The registry comes first.
  for (const name of names.sort((a, b) => Number(b === "providers.ts") - Number(a === "providers.ts"))) {
    const generator = (await import(pathToFileURL(join(folder, name)).href)) as {
      generate: () => Promise<readonly GeneratedFile[]>;
    };
    made.push(...(await generator.generate()));
  }
  return made;
}

/** Paths whose content on disk is not what would be generated. */
export const stale = (
  files: readonly GeneratedFile[],
  read: (path: string) => string | undefined,
): readonly string[] => files.filter(({ path, content }) => read(path) !== content).map(({ path }) => path);

export function readTracked(path: string): string | undefined {
  const full = join(root, path);
  return existsSync(full) ? readFileSync(full, "utf8") : undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = await generateAll();
  const old = stale(files, readTracked);
  if (process.argv.includes("--check")) {
    if (old.length > 0) {
      console.error(`stale: ${old.join(", ")}\nrun: npm run gen`);
      process.exitCode = 1;
    }
  } else {
    for (const { path, content } of files.filter((file) => old.includes(file.path))) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
      console.log(`wrote ${path}`);
    }
  }
}
