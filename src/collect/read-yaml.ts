import type { SlbctlError } from "../core/error.ts";
import { unusable } from "./evidence-error.ts";

/** YAML parses at some 30 MB/s into much memory; the same objects as JSON stream at ten times that. */
export const MAX_YAML_BYTES = 32 * 1024 * 1024;
const MAX_DEPTH = 64;
/** Most nodes of one document with its aliases written out; the billion laughs need 10^9. */
const MAX_NODES = 4_000_000;

export const yamlTooLarge = (shown: string): SlbctlError =>
  unusable(
    shown,
    {
      en: "YAML larger than 32 MiB",
      zh: "YAML 超过 32 MiB",
    },
    {
      en: "write it as JSON, which is read at any size: kubectl get … -o json",
      zh: "请改用 JSON，任意大小均可读取：kubectl get … -o json",
    },
  );

/** How many values there are when every alias is written out; counting stops at the limit. */
function expandedSize(value: unknown, limit: number, sizes = new Map<object, number>()): number {
  if (value === null || typeof value !== "object") return 1;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  // An alias of itself: met again before it was finished.
  sizes.set(value, Number.POSITIVE_INFINITY);
  let size = 1;
  for (const inner of Object.values(value)) {
    size += expandedSize(inner, limit, sizes);
    if (size > limit) break;
  }
  sizes.set(value, size);
  return size;
}

/**
 * All documents of a YAML text. Aliases are shared objects, never copies, and a document that would be huge or
 * endless with its aliases written out is refused.
 */
export async function readYaml(text: string, shown: string): Promise<readonly unknown[]> {
  const { loadAll, YAMLException } = await import("js-yaml");
  let documents: unknown[];
  try {
    documents = loadAll(text, { maxDepth: MAX_DEPTH });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { mark, reason } = error;
    const place = mark === undefined ? shown : `${shown}:${mark.line + 1}:${mark.column + 1}`;
    throw unusable(place, { en: `not YAML: ${reason}`, zh: `不是 YAML：${reason}` });
  }
  if (documents.some((document) => expandedSize(document, MAX_NODES) > MAX_NODES))
    throw unusable(shown, {
      en: "its YAML aliases expand to too many values, or contain themselves",
      zh: "YAML 别名展开后的值过多，或存在循环引用",
    });
  return documents;
}
