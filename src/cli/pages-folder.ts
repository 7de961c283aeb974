import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** docs/findings of the package that this file belongs to, bundled or not. */
export function pagesFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "docs/findings")) && folder !== dirname(folder)) folder = dirname(folder);
  return join(folder, "docs/findings");
}
