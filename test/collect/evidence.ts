import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { collectFiles } from "../../src/collect/collect-files.ts";
import type { Recogniser } from "../../src/collect/recogniser.ts";
import type { Observation } from "../../src/core/observation.ts";
import type { Text } from "../../src/core/text.ts";
import { fold, type Topology } from "../../src/core/topology.ts";

export interface Evidence {
  readonly topology: Topology;
  readonly observations: readonly Observation[];
  readonly notes: readonly Text[];
}

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Runs something on a folder with these files, which is gone afterwards. */
export async function inFolder<T>(files: Files, run: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "slbctl-evidence-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function collectFolder(
  folder: string,
  recognisers: readonly Recogniser[] = [],
  paths: readonly string[] = ["."],
): Promise<Evidence> {
  const collection = collectFiles(paths, { cwd: folder, recognisers });
  const observations: Observation[] = [];
  for await (const observation of collection) observations.push(observation);
  return { topology: fold(observations), observations, notes: collection.notes() };
}

export const collected = (files: Files, recognisers?: readonly Recogniser[]): Promise<Evidence> =>
  inFolder(files, (folder) => collectFolder(folder, recognisers));

export const listOf = (...items: readonly unknown[]): string =>
  JSON.stringify({ apiVersion: "v1", items, kind: "List", metadata: { resourceVersion: "" } }, null, 4);
